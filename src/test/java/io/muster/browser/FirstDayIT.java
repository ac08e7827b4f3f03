package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.browser.Window.Screen;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first day of an installation, from the empty database to the first unit: one story, told in order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstDayIT {

    @RegisterExtension
    static final Stage STAGE = Stage.empty();

    private static final String EMAIL = "anna@nordic-fleet.example";
    private static final String PASSWORD = "slow green tractors";
    private static final String UNIT = "bench-unit-17";

    private Window anna;
    private Window lars;
    private String home;
    private String invitation;

    @Test
    @Order(1)
    void the_first_visitor_needs_the_code_from_the_log() {
        anna = STAGE.window(Screen.DESKTOP);
        anna.open("/");
        anna.at("/setup");
        anna.enter("One-time code", "AAAA-BBBB-CCCC");
        anna.enter("Company name", "Nordic Fleet Group");
        anna.enter("Your email address", EMAIL);
        anna.choose("Country", "Denmark");
        anna.choose("Time zone", "Europe/Copenhagen");
        anna.enter("Password", PASSWORD);
        anna.enter("Repeat password", PASSWORD);
        anna.press("Create account");
        anna.shows(anna.text("This is not the code that the log shows."));

        anna.enter("One-time code", STAGE.program().setupCode());
        anna.press("Create account");
        anna.isTold("Your account is ready");
        anna.at("/login");
    }

    @Test
    @Order(2)
    void a_wrong_password_and_a_wrong_name_get_the_same_answer() {
        anna.signIn("anna", "not the password");
        anna.shows(anna.text("The name or the password is wrong."));
        anna.signIn("nobody", PASSWORD);
        anna.shows(anna.text("The name or the password is wrong."));
    }

    @Test
    @Order(3)
    void the_owner_signs_in_by_email_and_edits_the_account() {
        anna.signIn(EMAIL, PASSWORD);
        anna.at("/accounts/\\d+/account");
        home = anna.page().url().replaceAll(".*/accounts/(\\d+)/.*", "$1");
        anna.enter("Company name", "Nordic Fleet Group A/S");
        anna.press("Save");
        anna.isTold("Account “Nordic Fleet Group A/S” has been saved");
        assertThat(anna.page().getByLabel("Account you are looking at")).containsText("Nordic Fleet Group A/S");
    }

    @Test
    @Order(4)
    void a_customer_is_created_below_it() {
        anna.tab("Customers");
        anna.at("/accounts/" + home + "/customers");
        anna.shows(anna.text("No customers found"));
        anna.opens("Create", "Create customer under Nordic Fleet Group A/S");
        anna.press("Create");
        assertThat(anna.field("Company name")).hasAttribute("aria-invalid", "true");
        anna.enter("Company name", "Jutland <b>Haulage</b>");
        anna.enter("Main work email", "office@jutland.example");
        // As in any form, the last line is ended by Enter.
        anna.closesByEnter();
        anna.isTold("Customer “Jutland <b>Haulage</b>” has been created");
        anna.shows(anna.row("Jutland <b>Haulage</b>", "office@jutland.example", "Denmark", "Active"));
    }

    @Test
    @Order(5)
    void drilling_in_is_an_address_that_the_back_button_leaves() {
        anna.follow("Jutland <b>Haulage</b>");
        anna.at("/accounts/\\d+/account");
        assertThat(anna.navigation("Breadcrumb")).containsText("Customers");
        assertThat(anna.navigation("Breadcrumb")).containsText("Jutland <b>Haulage</b>");
        anna.page().goBack();
        anna.at("/accounts/" + home + "/customers");
        anna.page().goForward();
        anna.at("/accounts/\\d+/account");
        anna.page().reload();
        assertThat(anna.field("Main work email")).hasValue("office@jutland.example");
    }

    @Test
    @Order(6)
    void a_user_is_created_and_invited_by_a_link() {
        anna.tab("Users");
        anna.shows(anna.text("No users found"));
        anna.opens("Create", "Create new user");
        assertThat(anna.field("Password")).isDisabled();
        anna.enter("Email", "not an address");
        anna.enter("Username", "lars");
        anna.press("Customer admin");
        anna.press("Create");
        anna.shows(anna.text("Enter an email address like"));
        anna.enter("Email", "lars@jutland.example");
        anna.closes("Create");
        anna.isTold("User “lars” has been created");
        anna.isAsked("Invitation for lars");
        invitation = anna.secrets().textContent();
        assertThat(invitation).startsWith(STAGE.program().url() + "/welcome/");
        anna.closes("Done");
        anna.shows(anna.row("lars@jutland.example", "lars", "Invited", "Active"));
        anna.shows(anna.text("+3"));
    }

    @Test
    @Order(7)
    void the_invited_user_sets_a_password_once() {
        lars = STAGE.window(Screen.DESKTOP);
        lars.open(invitation);
        lars.shows(lars.text("Choose a password for lars"));
        lars.enter("Password", "quiet yellow ferries");
        lars.enter("Repeat password", "quiet yellow ferries");
        lars.press("Set password");
        lars.shows(lars.text("Your password is set"));
        lars.open(invitation);
        lars.shows(lars.text("This link has ended"));
    }

    @Test
    @Order(8)
    void that_user_sees_nothing_above() {
        lars.signIn("lars", "quiet yellow ferries");
        lars.at("/accounts/\\d+/account");
        lars.shows(lars.text("office@jutland.example"));
        lars.tab("Users");
        lars.shows(lars.row("lars@jutland.example"));
        assertThat(lars.row(EMAIL)).hasCount(0);
        for (String foreign : new String[] {home, "999999"}) {
            lars.open("/accounts/" + foreign + "/users");
            lars.shows(lars.text("There is nothing here"));
            assertThat(lars.text("Nordic Fleet")).hasCount(0);
        }
        anna.shows(anna.row("lars@jutland.example", "now"));
    }

    @Test
    @Order(9)
    void a_registered_unit_turns_online_while_somebody_watches() {
        lars.open("/accounts");
        lars.tab("Devices");
        lars.opens("Register device", "Register device");
        lars.enter("Unit ID", UNIT);
        lars.enter("Name", "Truck 17");
        lars.closes("Register");
        lars.isTold("Device “Truck 17” has been registered");
        lars.isAsked("How " + UNIT + " connects");
        assertThat(lars.secrets()).hasCount(5);
        String line = lars.secrets().last().textContent();
        lars.closes("Done");
        lars.shows(lars.row("Truck 17", UNIT));
        lars.page().evaluate("() => window.neverReloaded = true");

        Shell.run(line);

        lars.shows(lars.row("Online", "Truck 17", "Accepted", UNIT, "1.0"));
        assertThat(lars.page().evaluate("() => window.neverReloaded")).isEqualTo(true);
    }

    @Test
    @Order(10)
    void an_unknown_unit_appears_and_is_approved_into_a_customer() {
        anna.open("/accounts/" + home + "/devices");
        anna.shows(anna.row("Truck 17"));
        anna.page().evaluate("() => window.neverReloaded = true");
        String clientId = UUID.randomUUID().toString().replace("-", "");

        assertThat(Shell.enrol(STAGE.program(), "stranger-1", clientId)).contains("\"pending\"");

        anna.shows(anna.row("Unclaimed", "stranger-1", "Nobody yet"));
        assertThat(anna.page().evaluate("() => window.neverReloaded")).isEqualTo(true);
        assertThat(lars.row("stranger-1")).hasCount(0);
        anna.opens("Approve stranger-1", "Approve stranger-1?");
        anna.shows(anna.text(clientId.substring(clientId.length() - 6)));
        anna.press("Approve");
        anna.shows(anna.text("This is required."));
        anna.choose("Customer", "Jutland <b>Haulage</b>");
        anna.closes("Approve");
        anna.isTold("Device “stranger-1” has been approved");
        anna.shows(anna.row("Accepted", "stranger-1", "Jutland <b>Haulage</b>"));
        lars.shows(lars.row("stranger-1"));

        assertThat(Shell.enrol(STAGE.program(), "stranger-1", clientId)).contains("\"issued\"", "\"password\"");
    }

    @Test
    @Order(11)
    void another_one_is_denied() {
        String clientId = UUID.randomUUID().toString().replace("-", "");
        assertThat(Shell.enrol(STAGE.program(), "stranger-2", clientId)).contains("\"pending\"");
        anna.opens("Deny stranger-2", "Deny stranger-2?");
        anna.closes("Deny");
        anna.isTold("Device “stranger-2” has been denied");
        anna.shows(anna.row("Denied", "stranger-2"));
    }

    @Test
    @Order(12)
    void a_user_is_deleted_brought_back_and_deleted_again() {
        anna.tab("Users");
        anna.opens("Delete user lars@jutland.example", "Delete user lars?");
        anna.closes("Delete");
        anna.isTold("User “lars” has been deleted");
        assertThat(anna.row("lars@jutland.example")).hasCount(0);
        anna.press("Undo");
        anna.isTold("User “lars” is back");
        anna.shows(anna.row("lars@jutland.example"));
    }

    @Test
    @Order(13)
    void signing_out_closes_the_door() {
        anna.signOut();
        anna.open("/accounts/" + home + "/users");
        anna.at("/login");
        anna.shows(anna.field("Email or username"));
    }
}
