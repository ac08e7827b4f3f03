package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.html.Paragraph;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links that are shown once, mostly for a phone. */
class ShownOnceTest {

    @BeforeEach
    void open() {
        MockVaadin.setup();
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    private static long warnings(String url) {
        return new ShownOnce("Link", "Once")
                .withLink("Link", url)
                .getChildren()
                .filter(part -> part instanceof Paragraph text && text.hasClassName("warning"))
                .count();
    }

    @Test
    void a_link_that_only_this_machine_can_open_says_so() {
        for (String home : new String[] {
            "http://localhost:8080/job#x",
            "http://LOCALHOST/job#x",
            "http://muster.localhost:8080/job#x",
            "https://127.0.0.1:8443/invitation/x",
            "http://127.1.2.3/job#x",
            "http://[::1]:8080/job#x",
            "http://0.0.0.0:8080/job#x"
        }) {
            assertThat(warnings(home)).as(home).isOne();
        }
        for (String elsewhere : new String[] {
            "https://muster.example.com/job#x",
            "http://192.168.1.7:8080/job#x",
            "http://localhost.example.com/job#x",
            "http://notlocalhost:8080/job#x",
            "http://[2001:db8::1]:8080/job#x"
        }) {
            assertThat(warnings(elsewhere)).as(elsewhere).isZero();
        }
    }
}
