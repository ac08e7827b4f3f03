package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.muster.kernel.Rejected;
import java.time.Duration;
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
                "zaq12wsxcde3",
                "qwertyuiop[]",
                "summer2026!!",
                "passwordpasswordpasswordpasswordpasswordpassword"
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
    void the_strength_of_the_longest_is_estimated_in_a_bounded_time() {
        String slow = "4@8({[6<9!1|l0$5+7%2z".repeat(7).substring(0, 128);
        assertThatCode(() -> assertTimeout(Duration.ofSeconds(10), () -> passwords.check(slow, List.of())))
                .doesNotThrowAnyException();
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
