package io.muster.notification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("pure")
class JobMailsTest {

    @Test
    void a_name_is_no_link() {
        assertThat(JobMails.unlinked("Kunde https://evil.example/login"))
                .isEqualTo("Kunde https: //evil. example/login");
        assertThat(JobMails.unlinked("www.evil.example")).isEqualTo("www. evil. example");
        assertThat(JobMails.unlinked("boss@evil.example")).isEqualTo("boss@ evil. example");
    }

    @Test
    void usual_names_stay_as_they_are() {
        for (String name : new String[] {"Müller & Co. KG", "St. Gallen", "A.B.C. B.V.", "Depot 3.5", "Nord: Süd"}) {
            assertThat(JobMails.unlinked(name)).isEqualTo(name);
        }
    }
}
