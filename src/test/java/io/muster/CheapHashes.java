package io.muster;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Passwords of the tests are hashed as ever, but for the work that makes it hard to guess them: the tests make thousands. */
@TestConfiguration(proxyBeanMethods = false)
class CheapHashes {

    @Bean
    @Primary
    PasswordEncoder cheapEncoder() {
        return new Argon2PasswordEncoder(16, 32, 1, 64, 1);
    }
}
