package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class FactorSealingTest {

    @Autowired
    Cast cast;

    @Autowired
    SecondFactors factors;

    @Autowired
    FactorStore store;

    @Autowired
    FactorSealing sealing;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate template;

    private User person;

    @BeforeEach
    void begin() {
        person = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        Cast.as(person, factors::begin);
    }

    private String stored() {
        return jdbc.sql("select secret from second_factor where user_id = :id")
                .param("id", person.id().value())
                .query(String.class)
                .single();
    }

    @Test
    void the_database_alone_does_not_tell_the_secret() {
        String secret = store.secret(person.id(), false).orElseThrow();
        assertThat(stored()).startsWith("v1:").doesNotContain(secret);
    }

    @Test
    void secrets_of_an_earlier_version_are_encrypted_at_the_next_start_and_stay_what_they_are() {
        String plain = Totp.secret();
        jdbc.sql("update second_factor set secret = :plain where user_id = :id")
                .param("plain", plain)
                .param("id", person.id().value())
                .update();
        sealing.afterSingletonsInstantiated();
        assertThat(stored()).startsWith("v1:").doesNotContain(plain);
        assertThat(store.secret(person.id(), false)).hasValue(plain);
    }

    @Test
    void with_another_key_the_program_does_not_start(@TempDir Path elsewhere) {
        FactorSealing other = new FactorSealing(template, new SecretKeeper("", elsewhere));
        assertThatThrownBy(other::afterSingletonsInstantiated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("secret.key");
    }
}
