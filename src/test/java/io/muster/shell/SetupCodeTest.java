package io.muster.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
class SetupCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABCD-EFGH-JK23",
                "abcdefghjk23",
                " ABCD EFGH JK23\t",
                "ab-cd-ef gh jk 23",
                "ABCD\u2013EFGH\u2013JK23"
            })
    void the_code_is_the_same_however_it_is_grouped(String typed) {
        assertThat(Setup.letters(typed)).isEqualTo(Setup.letters("ABCD-EFGH-JK23"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "----", "ABCD-EFGH-JK2", "ABCD-EFGH-JK23-4", "ABCD_EFGH_JK23"})
    void another_code_is_another(String typed) {
        assertThat(Setup.letters(typed)).isNotEqualTo(Setup.letters("ABCD-EFGH-JK23"));
    }
}
