package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.user.User;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class SecondFactorPageTest {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    private Customer home;
    private User person;

    @BeforeEach
    void somebody() {
        home = cast.customer();
        person = cast.user(home.id(), Group.INSTALLER);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void open() {
        Browser.open(context, person);
        UI.getCurrent().navigate("second-factor");
    }

    private void loadAnew() {
        Browser.close();
        open();
    }

    private void force() {
        CustomerData data = home.data();
        Cast.as(
                cast.owner(),
                () -> customers.edit(
                        home.id(),
                        home.version(),
                        new CustomerData(
                                data.name(), data.email(), data.country(), data.preferences(), MfaPolicy.FORCED)));
    }

    private static String secret() {
        return _get(Pre.class).getText();
    }

    private static List<String> texts() {
        return _find(Paragraph.class).stream().map(Paragraph::getText).toList();
    }

    private static List<String> links() {
        return _find(Anchor.class).stream().map(Anchor::getText).toList();
    }

    /** What an app shows that was given this secret. */
    private static String app(String secret) throws InvalidKeyException {
        byte[] key = new byte[secret.length() * 5 / 8];
        for (int bit = 0; bit < key.length * 8; bit++) {
            int letter = BASE32.indexOf(secret.charAt(bit / 5));
            key[bit / 8] |= (byte) ((letter >> (4 - bit % 5) & 1) << (7 - bit % 8));
        }
        return new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new SecretKeySpec(key, "HmacSHA1"), Instant.now());
    }

    private static void confirm(String secret) throws InvalidKeyException {
        _setValue(_get(TextField.class), app(secret));
        _click(_get(Button.class, search -> search.withText("Turn on")));
    }

    @Test
    void a_page_that_is_loaded_anew_takes_the_code_of_what_was_scanned_before() throws InvalidKeyException {
        open();
        String scanned = secret();
        loadAnew();
        assertThat(secret()).isEqualTo(scanned);
        confirm(scanned);
        assertThat(_get(H1.class).getText()).isEqualTo("Your recovery codes");
    }

    @Test
    void loaded_anew_while_the_codes_are_shown_it_says_that_the_factor_is_on() throws InvalidKeyException {
        open();
        confirm(secret());
        loadAnew();
        assertThat(_get(H1.class).getText()).isEqualTo("Your second factor is on");
        assertThat(texts()).singleElement().asString().contains("shown once").contains("make new ones in your profile");
        assertThat(_get(Anchor.class).getHref()).isEqualTo("profile");
        assertThat(_find(Pre.class)).isEmpty();
    }

    @Test
    void who_may_do_without_goes_back_to_the_profile() {
        open();
        assertThat(links()).containsExactly("Back to your profile");
        assertThat(_find(Button.class, search -> search.withText("Sign out"))).isEmpty();
        assertThat(texts()).noneMatch(text -> text.contains("Your customer"));
    }

    @Test
    void where_it_is_forced_the_page_says_so_and_the_way_out_is_to_sign_out() {
        force();
        open();
        assertThat(texts().getFirst())
                .isEqualTo("Your customer wants everybody to have a second factor. Everything else opens once yours is"
                        + " on.");
        assertThat(links()).isEmpty();
        assertThat(_find(Button.class, search -> search.withText("Sign out"))).hasSize(1);
    }
}
