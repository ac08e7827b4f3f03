package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.muster.browser.Window.Screen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people look at the same users, and one of them is demoted meanwhile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemotionIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    /** What somebody who may no longer look on may still see. */
    private static final double MOMENT_MS = 5_000;

    private Window eva;
    private Window max;
    private String customer;
    private String demoted;

    @Test
    @Order(1)
    void both_look_at_the_users() {
        customer = api().post("customers", Map.of("name", "Jutland Haulage", "email", "office@jutland.example"))
                .path("id")
                .asString();
        for (String name : List.of("eva", "max")) {
            demoted = api().post(
                            "users",
                            Map.of(
                                    "email",
                                    name + "@jutland.example",
                                    "username",
                                    name,
                                    "password",
                                    Stage.PASSWORD,
                                    "customerId",
                                    customer,
                                    "groups",
                                    List.of("ACCOUNT_ADMINISTRATOR", "FLEET_MANAGEMENT", "FULL_DEVICE_ACCESS")))
                    .path("id")
                    .asString();
        }
        eva = opens("eva");
        max = opens("max");
    }

    private static Api api() {
        return new Api(STAGE.program(), "Bearer " + Stage.TOKEN);
    }

    private Window opens(String name) {
        Window window = STAGE.window(Screen.DESKTOP);
        window.signIn(name, Stage.PASSWORD);
        window.at("/accounts/" + customer + "/account");
        window.tab("Users");
        window.shows(window.row("eva@jutland.example"));
        window.shows(window.row("max@jutland.example"));
        return window;
    }

    @Test
    @Order(2)
    void the_demoted_one_is_shown_out_and_the_other_sees_it_happen() {
        eva.page().evaluate("() => window.neverReloaded = true");
        api().patch("users/" + demoted, Map.of("groups", List.of("INSTALLER")));

        assertThat(max.text("Scan the label").first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(MOMENT_MS));
        assertThat(max.row("eva@jutland.example")).hasCount(0);
        assertThat(max.navigation("Sections of this account").getByText("Users"))
                .hasCount(0);
        eva.shows(eva.row("max@jutland.example", "max", "Installer"));
        assertThat(eva.page().evaluate("() => window.neverReloaded")).isEqualTo(true);
    }

    @Test
    @Order(3)
    void nor_does_the_address_lead_back() {
        max.open("/accounts/" + customer + "/users");
        max.shows(max.text("Scan the label"));
        max.open("/accounts/" + customer + "/account");
        max.at("/install");
    }
}
