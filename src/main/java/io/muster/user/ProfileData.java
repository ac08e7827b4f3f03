package io.muster.user;

import io.muster.kernel.Preferences.TimeFormat;
import io.muster.kernel.Preferences.UnitSystem;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What people may change about themselves without further ado. Settings that are null follow the customer's. */
public record ProfileData(
        Username username,
        Person person,
        @Nullable ZoneId timeZone,
        @Nullable TimeFormat timeFormat,
        @Nullable UnitSystem units) {}
