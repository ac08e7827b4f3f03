package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.kernel.Country;
import io.muster.kernel.Rejected;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What grows when it is brought into its usual form, and must fit its column all the same. */
@Tag("pure")
class LettersTest {

    @Test
    void a_user_name_fits_in_small_letters_too() {
        assertThatThrownBy(() -> new Username("\u0130".repeat(Username.MAX_LENGTH)))
                .isInstanceOf(Rejected.class);
        assertThat(new Username("\u0130".repeat(20)).key()).hasSizeLessThanOrEqualTo(Username.MAX_LENGTH);
    }

    @Test
    void a_telephone_number_fits_in_its_international_form_too() {
        assertThatThrownBy(() -> Person.phone("+49301234567890;ext=12345678901234567890", null))
                .isInstanceOf(Rejected.class);
        assertThat(Person.phone("030 1234567 ext 12", new Country("DE"))).isEqualTo("+49 30 1234567 ext. 12");
    }
}
