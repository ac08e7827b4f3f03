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
import org.springframework.transaction.annotation.Transactional;

@MusterTest
class SecretsAtStartTest {

    @Autowired
    Cast cast;

    @Autowired
    SecondFactors factors;

    @Autowired
    FactorStore store;

    @Autowired
    SecretsAtStart start;

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
        start.afterSingletonsInstantiated();
        assertThat(stored()).startsWith("v1:").doesNotContain(plain);
        assertThat(store.secret(person.id(), false)).hasValue(plain);
    }

    @Test
    void with_another_key_the_program_does_not_start(@TempDir Path elsewhere) {
        SecretsAtStart other = new SecretsAtStart(template, new SecretKeeper("", elsewhere));
        assertThatThrownBy(other::afterSingletonsInstantiated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("secret.key");
        assertThat(elsewhere)
                .as("no key that a backup would take for the right one")
                .isEmptyDirectory();
    }

    @Test
    @Transactional
    void a_second_instance_with_another_key_does_not_start_even_when_there_is_no_secret_yet(@TempDir Path elsewhere) {
        jdbc.sql("delete from second_factor").update();
        SecretsAtStart other = new SecretsAtStart(template, new SecretKeeper("", elsewhere));
        assertThatThrownBy(other::afterSingletonsInstantiated).hasMessageContaining("all instances");
    }

    @Test
    @Transactional
    void whoever_has_lost_the_key_begins_anew_with_empty_tables(@TempDir Path elsewhere) {
        jdbc.sql("delete from second_factor").update();
        jdbc.sql("delete from secret_check").update();
        SecretKeeper fresh = new SecretKeeper("", elsewhere);
        new SecretsAtStart(template, fresh).afterSingletonsInstantiated();
        String kept =
                jdbc.sql("select sealed from secret_check").query(String.class).single();
        assertThat(fresh.open(kept, "check")).isEqualTo("check");
    }
}
