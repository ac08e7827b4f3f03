package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("pure")
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:1, ::1",
        "0:0:0:0:0:0:0:0, ::",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:0:0:0:10, 2001:db8:0:1::10",
        "fe80:0:0:0:10:20:0:0, fe80::10:20:0:0",
        "1:0:0:0:0:0:0:0, 1::",
        "1:2:3:0:5:6:7:10, 1:2:3:0:5:6:7:10",
        "2001:db8::1, 2001:db8::1",
        "192.0.0.1, 192.0.0.1"
    })
    void the_address_of_a_machine_is_written_short(String whole, String written) {
        assertThat(SourceNetwork.written(whole)).isEqualTo(written);
        assertThat(SourceNetwork.of(written)).isEqualTo(SourceNetwork.of(whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a@example.com", "first.last+tag@sub.example.co", "x_y@münchen.example", "o'brien@example.com"})
    void an_address_that_mail_can_reach_is_taken(String text) {
        assertThatCode(() -> new EmailAddress(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a@b",
                "@example.com",
                "a@@example.com",
                "a b@example.com",
                "a@example.com\nBcc: x@y.zz",
                ".a@example.com",
                "a..b@example.com",
                "a@-example.com",
                "a@example.c",
                "\"a\"@example.com"
            })
    void an_address_that_is_none_is_refused(String text) {
        assertThatThrownBy(() -> new EmailAddress(text)).isInstanceOf(Rejected.class);
    }

    @Test
    void an_address_fits_its_column_in_small_letters_too() {
        String label = "\u0130".repeat(60);
        String address = "a@" + String.join(".", label, label, label) + ".example.com";
        assertThatThrownBy(() -> new EmailAddress(address)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00a0", "\u200d", "\u2003\u200c", "\u3000"})
    void what_only_looks_blank_is_no_name(String text) {
        assertThatThrownBy(() -> new Name(text)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E37A17C2-C147-590E-26A9-478CB7B3FE59",
                "e37a17c2c147590e26a9478cb7b3fe59",
                " e37a17c2-c147-590e-26a9-478cb7b3fe59 "
            })
    void a_unit_has_one_id_however_it_is_typed(String text) {
        assertThat(UnitId.of(text).value()).isEqualTo("e37a17c2c147590e26a9478cb7b3fe59");
        assertThat(UnitId.of(text).shown()).isEqualTo("e37a17c2-c147-590e-26a9-478cb7b3fe59");
    }

    @Test
    void a_unit_that_tells_its_uuid_with_dashes_is_not_taken_for_another_one() {
        assertThatThrownBy(() -> UnitId.canonical("e37a17c2-c147-590e-26a9-478cb7b3fe59"))
                .isInstanceOf(Rejected.class);
        assertThat(UnitId.canonical("e37a17c2-c147-590e").value()).isEqualTo("e37a17c2-c147-590e");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "-abc",
                "a/b/c",
                "../etc",
                "a+b",
                "a#b",
                "enroll",
                "bootstrap",
                "listener",
                "a b c",
                "abc\u0000",
                "ünit"
            })
    void what_could_be_a_topic_or_a_path_is_no_unit_id(String text) {
        assertThatThrownBy(() -> UnitId.of(text)).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "a\u0000b", "a\u202eb", "\ud800", "\u001b[31m"})
    void what_is_no_line_of_text_is_refused_as_a_name(String text) {
        assertThatThrownBy(() -> new Name(text)).isInstanceOf(Rejected.class);
    }

    @Test
    void a_name_keeps_what_people_write() {
        for (String text : List.of("Müller & Söhne <GmbH>", "=cmd()", "株式会社", "👨‍👩‍👧 Transport", "O'Neill")) {
            assertThat(new Name(text).value()).isEqualTo(text);
        }
        assertThat(new Name("  Trimmed  ").value()).isEqualTo("Trimmed");
    }

    @Test
    void a_place_covers_itself_and_what_is_below() {
        TreePath root = TreePath.root(new CustomerId(1));
        TreePath child = root.child(new CustomerId(7));
        TreePath lookalike = root.child(new CustomerId(77));
        assertThat(root.covers(child)).isTrue();
        assertThat(child.covers(child)).isTrue();
        assertThat(child.isAbove(child)).isFalse();
        assertThat(child.covers(root)).isFalse();
        assertThat(child.covers(lookalike)).isFalse();
        assertThat(child.value().compareTo(lookalike.value()) < 0
                        && lookalike.value().compareTo(child.end()) < 0)
                .isFalse();
        assertThat(child.ids()).containsExactly(new CustomerId(1), new CustomerId(7));
    }

    @Test
    void wildcards_in_a_search_stand_for_themselves() {
        assertThat(ListQuery.search("50%_!").pattern()).isEqualTo("%50!%!_!!%");
    }

    @Test
    void an_id_that_is_no_number_is_not_found() {
        for (String text : List.of("", "x", "-1", "0", "1e3", "99999999999999999999", "١")) {
            assertThatThrownBy(() -> CustomerId.of(text))
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        }
    }
}
