package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.browser.Window.Screen;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages on a phone, 360 pixels wide, in an installation that was set up by its settings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhoneIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    private String home;
    private Window phone;

    @BeforeAll
    void prepare() {
        Api api = new Api(STAGE.program(), "Bearer " + Stage.TOKEN);
        home = api.get("me").path("customer").path("id").asString();
        api.post(
                "customers",
                Map.of(
                        "name",
                                "Jutland Haulage with a name that is longer than any phone is wide and has noWordsToBreakItAt",
                        "email", "office@jutland.example",
                        "country", "DK"));
        api.post("devices", Map.of("unitId", "phone-unit-1", "name", "Truck 17", "customerId", home, "accept", true));
    }

    @BeforeEach
    void signIn() {
        phone = STAGE.window(Screen.PHONE);
        phone.signIn(Stage.OWNER, Stage.PASSWORD);
        phone.at("/accounts/" + home + "/account");
    }

    @Test
    void no_page_has_to_be_scrolled_sideways() {
        phone.shows(phone.field("Company name"));
        phone.mustFitItsWidth();
        phone.tab("Customers");
        phone.shows(phone.row("Jutland Haulage"));
        phone.mustFitItsWidth();
        phone.tab("Users");
        // Whoever comes first: the list is longer than the screen.
        phone.shows(phone.row("@"));
        phone.mustFitItsWidth();
        phone.tab("Devices");
        phone.shows(phone.row("Truck 17"));
        phone.mustFitItsWidth();
        for (String nowhere : List.of("/accounts/999999/account", "/no-such-page", "/accounts/" + home + "/nothing")) {
            phone.open(nowhere);
            phone.shows(phone.text("There is nothing here"));
            phone.mustFitItsWidth();
        }
        Window stranger = STAGE.window(Screen.PHONE);
        stranger.open("/login");
        stranger.shows(stranger.field("Password"));
        stranger.mustFitItsWidth();
        stranger.open("/welcome/no-such-link");
        stranger.shows(stranger.text("This link has ended"));
        stranger.mustFitItsWidth();
    }

    @Test
    void a_customer_and_a_user_are_created_by_touch() {
        phone.tab("Customers");
        phone.opens("Create", "Create customer under");
        phone.mustFitItsWidth();
        phone.enter("Company name", "Fjord Couriers");
        phone.enter("Main work email", "office@fjord.example");
        phone.closes("Create");
        phone.isTold("Customer “Fjord Couriers” has been created");
        phone.follow("Fjord Couriers");
        phone.at("/accounts/\\d+/account");
        phone.tab("Users");
        phone.opens("Create", "Create new user");
        phone.mustFitItsWidth();
        phone.enter("Email", "mette@fjord.example");
        phone.enter("Username", "mette");
        phone.press("Fleet Manager");
        phone.page().getByLabel("Send a welcome email").uncheck();
        phone.enter("Password", "tall orange lanterns");
        phone.enter("Repeat password", "tall orange lanterns");
        phone.closes("Create");
        phone.isTold("User “mette” has been created");

        Window mette = STAGE.window(Screen.PHONE);
        mette.signIn("mette", "tall orange lanterns");
        mette.at("/accounts/\\d+/account");
        assertThat(mette.button("Save")).hasCount(0);
    }

    @Test
    void a_unit_that_asks_is_approved_where_the_truck_stands() {
        phone.tab("Devices");
        // Of a long list a phone has only what is near the screen.
        phone.search("phone-");
        phone.shows(phone.row("Truck 17"));
        String clientId = UUID.randomUUID().toString().replace("-", "");
        assertThat(Shell.enrol(STAGE.program(), "phone-stranger", clientId)).contains("\"pending\"");
        phone.shows(phone.row("phone-stranger", "Unclaimed"));
        phone.settles("Approve phone-stranger");
        phone.opens("Approve phone-stranger", "Approve phone-stranger?");
        phone.mustFitItsWidth();
        phone.choose("Customer", "Nordic Fleet Group");
        phone.closes("Approve");
        phone.isTold("Device “phone-stranger” has been approved");
    }

    @Test
    void the_menu_is_behind_a_button() {
        phone.page().locator("vaadin-drawer-toggle").click();
        phone.shows(phone.text("Nordic Fleet Group"));
        phone.shows(phone.link("Accounts"));
        phone.page().keyboard().press("Escape");
        phone.signOut();
    }
}
