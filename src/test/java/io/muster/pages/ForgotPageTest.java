package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class ForgotPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @BeforeEach
    void open() {
        Browser.open(context, cast.owner());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private static String answerTo(String name) {
        UI.getCurrent().navigate("reset/none");
        UI.getCurrent().navigate("forgot");
        _setValue(_get(TextField.class), name);
        _click(_get(Button.class));
        return _get(Main.class).getElement().getTextRecursively();
    }

    @Test
    void known_and_unknown_names_get_the_same_answer() {
        String known = answerTo(cast.owner().email().value());
        assertThat(answerTo("nobody" + Cast.next())).isEqualTo(known).contains("Look into your mailbox");
    }

    @Test
    void a_dead_link_says_so() {
        UI.getCurrent().navigate("reset/" + "x".repeat(43));
        assertThat(_get(H1.class).getText()).isEqualTo("This link has ended");
    }
}
