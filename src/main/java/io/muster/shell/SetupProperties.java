package io.muster.shell;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Set-up without a person, on an empty database: {@code MUSTER_SETUP_ACCOUNT}, {@code …_EMAIL}, {@code …_PASSWORD},
 * {@code …_API_TOKEN}. Ignored afterwards.
 */
@ConfigurationProperties("muster.setup")
record SetupProperties(
        @Nullable String account,
        @Nullable String email,
        @Nullable String password,
        @Nullable String apiToken,
        @Nullable String country,
        @Nullable String timeZone) {}
