package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.kernel.Rejected;
import org.junit.jupiter.api.Test;

/** What is a tag. */
@org.junit.jupiter.api.Tag("pure")
class TagTest {

    @Test
    void a_tag_is_one_line_in_small_letters() {
        assertThat(new Tag("  Winter \t Tyres ".replace("\t", "")).value()).isEqualTo("winter tyres");
        assertThat(new Tag("ÅRHUS")).isEqualTo(new Tag("århus"));
        for (String wrong : new String[] {"", "  ", "a,b", "a;b", "a\nb", "x".repeat(41)}) {
            assertThatThrownBy(() -> new Tag(wrong)).as(wrong).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void several_are_read_at_once_each_once() {
        assertThat(Tag.of("b, A;a ,,")).extracting(Tag::value).containsExactly("b", "a");
        assertThat(Tag.of("")).isEmpty();
    }

    @Test
    void a_vehicle_is_compared_by_its_plate_however_it_is_spaced() {
        assertThat(Vehicle.plateKey("ab-12 345")).isEqualTo("AB12345");
        Vehicle full = new Vehicle("AB 12 345", null, null, "Volvo", "FH", 2019, Vehicle.Kind.TRUCK);
        assertThat(full.title()).isEqualTo("Volvo FH 2019");
        assertThat(new Vehicle("ab12345", null, 10L, null, null).over(full))
                .isEqualTo(new Vehicle("AB12345", null, 10L, "Volvo", "FH", 2019, Vehicle.Kind.TRUCK));
        Vehicle other = new Vehicle("CD 1", null, null, null, null);
        assertThat(other.over(full)).isEqualTo(other);
        assertThatThrownBy(() -> new Vehicle("A", null, null, null, null, 1776, null))
                .isInstanceOf(Rejected.class);
    }
}
