package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which instance takes over what a silent one has left behind. */
@MusterTest
class InstancesTest {

    private final String silent = "silent-" + Cast.next();

    @Autowired
    Instances instances;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void one_falls_silent() {
        assumeFalse(Rig.EXTERNAL, "there the program itself takes it over");
        instances.alive(silent);
        falls(silent);
    }

    @AfterEach
    void end() {
        jdbc.sql("delete from listener_instance").update();
    }

    private void falls(String clientId) {
        jdbc.sql("update listener_instance set alive_at = current_timestamp - interval '"
                        + Instances.SILENCE.plusSeconds(1).toSeconds() + "' second where client_id = ?")
                .param(clientId)
                .update();
    }

    private List<String> known() {
        return jdbc.sql("select client_id from listener_instance")
                .query(String.class)
                .list();
    }

    @Test
    void a_silent_one_goes_to_one_taker_and_is_known_until_nothing_is_left_of_it() {
        assertThat(instances.claimSilent(silent)).as("to itself").isEmpty();
        assertThat(instances.claimSilent("one")).contains(silent);
        assertThat(instances.claimSilent("two")).isEmpty();
        assertThat(known()).contains(silent);
        instances.gone(silent);
        assertThat(known()).doesNotContain(silent);
    }

    @Test
    void when_its_taker_dies_too_another_one_gets_it() {
        assertThat(instances.claimSilent("one")).contains(silent);
        falls(silent);
        instances.keep(silent);
        assertThat(instances.claimSilent("two")).as("the taker is at work").isEmpty();
        falls(silent);
        assertThat(instances.claimSilent("two")).contains(silent);
    }

    @Test
    void of_those_that_stop_at_once_the_last_one_stays() {
        instances.alive("one");
        instances.alive("two");
        assertThat(instances.leaves("one", Duration.ofSeconds(5))).isTrue();
        assertThat(instances.leaves("two", Duration.ofSeconds(5)))
                .as("nobody is left but one that stops, and a silent one")
                .isFalse();
        assertThat(instances.claimSilent("two"))
                .as("the first works off what it has")
                .contains(silent);
        instances.release(silent);
        assertThat(instances.leaves("two", Duration.ofSeconds(5)))
                .as("whoever was taken over is nobody either")
                .isFalse();
        instances.gone(silent);
        falls("one");
        assertThat(instances.claimSilent("two")).contains("one");
    }

    @Test
    void two_silent_ones_can_go_to_two_takers() {
        String another = silent + "-b";
        instances.alive(another);
        falls(another);
        assertThat(List.of(
                        instances.claimSilent("one").orElseThrow(),
                        instances.claimSilent("two").orElseThrow()))
                .containsExactlyInAnyOrder(silent, another);
    }
}
