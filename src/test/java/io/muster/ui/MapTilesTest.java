package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which server browsers may ask for maps. */
@Tag("pure")
class MapTilesTest {

    private static MapTiles of(String url) {
        return new MapTiles(url, "© Somebody", "https://maps.example/copyright");
    }

    @Test
    void only_the_host_of_the_tiles_is_named() {
        assertThat(of("https://tile.openstreetmap.org/{z}/{x}/{y}.png").source())
                .contains("https://tile.openstreetmap.org");
        assertThat(of("http://10.0.0.5:8099/a/{z}/{x}/{y}.png?key=1").source()).contains("http://10.0.0.5:8099");
        assertThat(of("https://{s}.maps.example/{z}/{x}/{y}.png").source()).contains("https://*.maps.example");
    }

    @Test
    void nothing_is_no_map() {
        assertThat(of(" ").areThere()).isFalse();
        assertThat(of("").source()).isEmpty();
    }

    @Test
    void what_would_open_the_policy_is_no_address() {
        for (String wrong : new String[] {
            "https://maps.example/tile.png",
            "https://a; script-src *//{z}/{x}/{y}",
            "https://*/{z}/{x}/{y}",
            "javascript:alert({z}{x}{y})",
            "https://a.example /{z}/{x}/{y}"
        }) {
            assertThatThrownBy(() -> of(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_credit_leads_to_a_page_or_nowhere() {
        assertThat(new MapTiles("", "x", "javascript:alert(1)").creditLink()).isEmpty();
    }
}
