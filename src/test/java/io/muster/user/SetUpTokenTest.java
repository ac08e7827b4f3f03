package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.Cast;
import io.muster.MusterTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The token that the settings give for an unattended start. */
@MusterTest
class SetUpTokenTest {

    @Autowired
    Cast cast;

    @Autowired
    ApiTokens tokens;

    @ParameterizedTest
    @ValueSource(ints = {31, 197})
    void one_that_could_never_be_used_is_refused_at_once(int letters) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.storeFirst(cast.owner().id(), "mst_" + "x".repeat(letters)))
                .withMessageContaining("MUSTER_SETUP_API_TOKEN");
    }

    @Test
    void the_longest_one_works() {
        String longest = "mst_" + Cast.next() + "x".repeat(200);
        String secret = longest.substring(0, 200);
        tokens.storeFirst(cast.owner().id(), secret);
        assertThat(tokens.identify(secret)).isPresent();
    }
}
