package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.muster.MusterTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;

@MusterTest
class OwnerRecoveryTest {

    @Autowired
    OwnerRecovery recovery;

    @ParameterizedTest
    @ValueSource(strings = {"--recover-owner", "--recover-owner=", "--recover-owner owner@example.com"})
    void whoever_leaves_the_address_out_is_told(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recovery.run(new DefaultApplicationArguments(typed.split(" "))))
                .withMessage("--recover-owner=EMAIL: whose address?");
    }
}
