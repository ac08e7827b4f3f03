package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class ThrottleTest {

    @Test
    void who_guesses_the_bootstrap_password_is_shut_out_and_nobody_else() throws Exception {
        Throttle throttle = new Throttle();
        Optional<InetAddress> guesser = Optional.of(InetAddress.getByName("192.0.2.1"));
        Optional<InetAddress> other = Optional.of(InetAddress.getByName("192.0.2.2"));
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.isShut("bootstrap", guesser)).isFalse();
            throttle.wrong("bootstrap", guesser);
            throttle.wrong("a17", other);
        }
        assertThat(throttle.isShut("bootstrap", guesser)).isTrue();
        assertThat(throttle.isShut("bootstrap", other)).isFalse();
        assertThat(throttle.isShut("a17", guesser)).isFalse();
    }
}
