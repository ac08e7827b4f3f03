package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.kernel.Rejected;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
class PasswordsTest {

    private final Passwords passwords = new Passwords(new HashingPool(), new PasswordHashing().passwordEncoder());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "elevenchars",
                "passwordpassword",
                "password1234",
                "111111111111",
                "abababababab",
                "qwertyqwerty",
                "bo@example.com",
                "123456789012",
                "1234567890123",
                "abcdefghijkl",
                "administrator",
                "Administrator",
                "unbelievable",
                "qwertyuiop[]"
            })
    void refused(String password) {
        assertThatThrownBy(() -> passwords.check(password, List.of("bo@example.com")))
                .isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slow green tractors",
                "tall orange lanterns",
                "x7k2m9q4t1z8",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa tall orange lanterns",
                "twelve chars",
                "пароль из слов",
                "日本語のパスワードです十二",
                "🚚🚛🚜🚗🚙🚌🚎🏎🚓🚑🚒🚐",
                " leading and trailing "
            })
    void taken(String password) {
        assertThatCode(() -> passwords.check(password, List.of("bo@example.com")))
                .doesNotThrowAnyException();
    }

    @Test
    void they_are_kept_as_argon2id_with_19_mib_and_two_passes() {
        assertThat(passwords.hash("slow green tractors")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    }

    @Test
    void up_to_128_characters_and_none_of_them_is_cut_off() {
        String longest = "correct horse battery staple ".repeat(5).substring(0, 128);
        passwords.check(longest, List.of());
        String hash = passwords.hash(longest);
        assertThat(passwords.matches(longest, hash)).isTrue();
        assertThat(passwords.matches(longest.substring(0, 127) + "#", hash)).isFalse();
        assertThatThrownBy(() -> passwords.check(longest + "x", List.of())).isInstanceOf(Rejected.class);
    }
}
