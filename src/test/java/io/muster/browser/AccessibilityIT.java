package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.muster.browser.Window.Screen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page keeps the rules of accessibility, in both colour schemes and on both sizes, and works by keyboard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessibilityIT {

    @RegisterExtension
    static final Stage STAGE = Stage.shared();

    /** A key that goes down on a button and up on the one that has taken its place presses neither. */
    private static final double REDRAWN_MS = 400;

    /** The main dialog of a page, by the button that opens it. */
    private static final Map<String, String> DIALOGS = Map.of(
            "customers", "Create",
            "users", "Create",
            "locations", "Create",
            "devices", "Register device",
            "enrolment", "Create enrolment token",
            "jobs", "Create install job");

    /** A menu of a row, a choice in it, and the question that comes then. */
    private static final Map<String, List<String>> MENUS = Map.of(
            "customers", List.of("Actions on Aalborg Transport", "Suspend…", "Suspend Aalborg Transport?"),
            "users", List.of("More for user olga@nordic-fleet.example", "Deactivate", "Deactivate user"));

    private Api api;
    private String home;
    private String branch;
    private String device;
    private final Set<String> found = new HashSet<>();

    @BeforeAll
    void prepare() {
        api = new Api(STAGE.program(), "Bearer " + Stage.TOKEN);
        home = api.get("me").path("customer").path("id").asString();
        branch = api.post(
                        "customers",
                        Map.of("name", "Aalborg Transport", "email", "office@aalborg.example", "country", "DK"))
                .path("id")
                .asString();
        api.post("locations", Map.of("name", "Yard", "customerId", home));
        api.post(
                "users",
                Map.of(
                        "email",
                        "olga@nordic-fleet.example",
                        "username",
                        "olga",
                        "customerId",
                        home,
                        "groups",
                        List.of("INSTALLER"),
                        "password",
                        Stage.PASSWORD));
        device = api.post(
                        "devices",
                        Map.of("unitId", "axe-unit-1", "name", "Crane 1", "customerId", home, "accept", true))
                .path("id")
                .asString();
        api.post("enrolment-tokens", Map.of("name", "Workshop", "customerId", home));
    }

    /** The large one in light colours; with {@code -Daxe.all=true} all four. */
    static List<Screen> screens() {
        return Boolean.getBoolean("axe.all") ? List.of(Screen.values()) : List.of(Screen.DESKTOP);
    }

    @ParameterizedTest
    @MethodSource("screens")
    void no_page_breaks_a_rule(Screen screen) {
        List<String> wrong = new ArrayList<>();
        Window stranger = STAGE.window(screen);
        Axe.comesWith(stranger);
        for (String open : List.of("/login", "/forgot", "/welcome/no-such-link", "/job", "/install/offline")) {
            stranger.open(open);
            stranger.shows(stranger.page().locator("h1, h2, vaadin-login-form"));
            look(stranger, open, wrong);
        }
        // Nobody is signed in there, which the page asks for.
        stranger.forgetsErrors();
        Window anna = STAGE.window(screen);
        Axe.comesWith(anna);
        anna.signIn(Stage.OWNER, Stage.PASSWORD);
        anna.at("/accounts/" + home + "/account");
        String here = "/accounts/" + home + "/";
        for (String tab : List.of(
                "account",
                "customers",
                "users",
                "locations",
                "overview",
                "devices",
                "enrolment",
                "jobs",
                "ingest",
                "history")) {
            anna.open(here + tab);
            anna.shows(anna.page().locator(".accounts-content > *"));
            look(anna, tab, wrong);
            if (DIALOGS.containsKey(tab)) {
                dialog(anna, tab, wrong);
            }
            if (MENUS.containsKey(tab)) {
                question(anna, tab, wrong);
            }
            if (tab.equals("devices") && !screen.touch) {
                order(anna, wrong);
            }
        }
        for (String other : List.of(here + "devices/" + device, "/profile", "/accounts/999999/account")) {
            anna.open(other);
            anna.shows(anna.page().locator("h1, h2"));
            look(anna, other, wrong);
        }
        anna.open(here + "locations");
        anna.opens("Delete location Yard", "Delete location Yard?");
        lookAtDialog(anna, "locations > Delete", wrong);
        anna.closes("Cancel");
        Window olga = STAGE.window(screen);
        Axe.comesWith(olga);
        olga.signIn("olga", Stage.PASSWORD);
        olga.at("/install");
        olga.shows(olga.page().locator("h1"));
        look(olga, "install", wrong);
        assertThat(wrong).isEmpty();
    }

    /** Presses a key until the focus is on something with this name, and stays there while rows are drawn anew. */
    private static void goes(Window window, String key, String name) {
        for (int i = 0; i < 80; i++) {
            window.page().keyboard().press(key);
            if (isOn(window, name)) {
                window.page().waitForTimeout(REDRAWN_MS);
                if (isOn(window, name)) {
                    return;
                }
            }
        }
        throw new AssertionError("There is no way to “" + name + "” by " + key);
    }

    private static boolean isOn(Window window, String name) {
        return name.equals(window.page().evaluate(FOCUSED));
    }

    private static final String FOCUSED = """
            () => {
              let one = document.activeElement;
              while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
              const labels = (one?.getAttribute('aria-labelledby') ?? '').split(' ')
                .map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
              return one?.getAttribute('aria-label') || labels || one?.textContent.trim();
            }
            """;

    @Test
    void what_is_done_at_a_desk_is_done_by_keyboard() {
        Window desk = STAGE.window(Screen.DESKTOP);
        desk.signIn(Stage.OWNER, Stage.PASSWORD);
        desk.at("/accounts/" + home + "/account");
        desk.shows(desk.field("Company name"));
        goes(desk, "Tab", "Locations");
        desk.page().keyboard().press("Enter");
        desk.at("/accounts/" + home + "/locations");

        goes(desk, "Tab", "Create");
        desk.page().keyboard().press("Enter");
        desk.isAsked("Create location");
        desk.page().keyboard().type("Harbour");
        desk.page().keyboard().press("Control+Enter");
        desk.shows(desk.row("Harbour"));
        assertThat(desk.page().locator("vaadin-dialog[opened]")).hasCount(0);

        reachesLastCell(desk);
        goes(desk, "Tab", "Delete location Harbour");
        desk.page().keyboard().press("Enter");
        desk.isAsked("Delete location Harbour?");
        desk.page().waitForFunction("name => (" + FOCUSED + ")() === name", "Cancel");
        goes(desk, "Tab", "Delete");
        desk.page().keyboard().press("Enter");
        assertThat(desk.row("Harbour")).hasCount(0);
        desk.page().keyboard().press("Control+z");
        desk.shows(desk.row("Harbour"));

        desk.page().keyboard().press("/");
        Locator search = desk.page().getByRole(AriaRole.DIALOG);
        assertThat(search.getByRole(AriaRole.TEXTBOX)).isFocused();
        desk.page().keyboard().press("Escape");
        assertThat(search).hasCount(0);

        desk.open("/accounts/" + home + "/customers");
        desk.shows(desk.row("Aalborg Transport"));
        reachesLastCell(desk);
        desk.page().keyboard().press("Enter");
        desk.shows(desk.page().getByRole(AriaRole.MENUITEM));
        desk.page().keyboard().press("Escape");

        desk.open("/accounts/" + home + "/users");
        desk.shows(desk.row(Stage.OWNER));
        reachesRows(desk);
        desk.page().keyboard().press("Space");
        desk.shows(desk.text("1 selected"));
        desk.page().keyboard().press("ArrowRight");
        desk.page().keyboard().press("Enter");
        desk.page().keyboard().press("Enter");
        desk.isAsked("Edit user");
        desk.page().keyboard().press("Escape");
        assertThat(desk.page().locator("vaadin-dialog[opened]")).hasCount(0);
    }

    @Test
    void whoever_deletes_the_only_row_by_keyboard_takes_it_back_by_keyboard() {
        api.post("locations", Map.of("name", "Pier", "customerId", branch));
        Window desk = STAGE.window(Screen.DESKTOP);
        desk.signIn(Stage.OWNER, Stage.PASSWORD);
        desk.at("/accounts/" + home + "/account");
        desk.open("/accounts/" + branch + "/locations");
        desk.shows(desk.row("Pier"));
        desk.button("Delete location Pier").focus();
        desk.page().keyboard().press("Enter");
        desk.isAsked("Delete location Pier?");
        desk.page().waitForFunction("name => (" + FOCUSED + ")() === name", "Cancel");
        goes(desk, "Tab", "Delete");
        desk.page().keyboard().press("Enter");
        assertThat(desk.row("Pier")).hasCount(0);
        desk.page().waitForFunction("document.querySelector('main').contains(document.activeElement)");
        desk.page().keyboard().press("Control+z");
        desk.shows(desk.row("Pier"));
    }

    @Test
    void whoever_is_on_a_button_of_a_row_stays_there_when_news_arrives() {
        Window desk = STAGE.window(Screen.DESKTOP);
        desk.signIn(Stage.OWNER, Stage.PASSWORD);
        desk.at("/accounts/" + home + "/account");
        desk.open("/accounts/" + home + "/locations");
        desk.shows(desk.row("Yard"));
        String button = "Delete location Yard";
        desk.button(button).focus();
        for (String news : List.of("Depot of the morning", "Depot of the evening")) {
            api.post("locations", Map.of("name", news, "customerId", home));
            desk.shows(desk.row(news));
            desk.page().waitForFunction("name => (" + FOCUSED + ")() === name", button);
        }
        desk.page().keyboard().press("Enter");
        desk.isAsked("Delete location Yard?");
    }

    /** Into the first row of the list. */
    private static void reachesRows(Window window) {
        for (int i = 0; i < 40; i++) {
            window.page().keyboard().press("Tab");
            if (Boolean.TRUE.equals(window.page().evaluate(IN_ROWS))) {
                return;
            }
        }
        throw new AssertionError("There is no way into the rows by Tab");
    }

    /** To what can be done with the first row. */
    private static void reachesLastCell(Window window) {
        reachesRows(window);
        window.page().keyboard().press("End");
        window.page().keyboard().press("Enter");
    }

    private static final String IN_ROWS =
            "() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('role') === 'gridcell'";

    private void dialog(Window anna, String tab, List<String> wrong) {
        String button = DIALOGS.get(tab);
        anna.press(button);
        Locator dialog = anna.page().locator("vaadin-dialog[opened]");
        // The element has no box of its own.
        assertThat(dialog).isAttached();
        anna.page()
                .getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.TEXTBOX)
                .first()
                .focus();
        lookAtDialog(anna, tab + " > " + button, wrong);
        anna.page().keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
    }

    /** What is asked before something is done with one row of a list. */
    private void question(Window anna, String tab, List<String> wrong) {
        List<String> way = MENUS.get(tab);
        anna.page().getByLabel(way.getFirst()).first().click();
        Locator choice = anna.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(way.get(1)));
        anna.shows(choice);
        choice.first().click();
        anna.isAsked(way.getLast());
        lookAtDialog(anna, tab + " > " + way.get(1), wrong);
        anna.closes("Cancel");
    }

    /** Columns are put in order where there are any. */
    private void order(Window anna, List<String> wrong) {
        for (String way : List.of("Columns", "Change the order…")) {
            Locator choice = anna.page().getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(way));
            anna.shows(choice);
            choice.first().click();
        }
        anna.isAsked("Order of the columns");
        lookAtDialog(anna, "devices > Change the order…", wrong);
        anna.closes("Done");
    }

    private void look(Window window, String page, List<String> wrong) {
        look(window, page, "html", wrong);
    }

    /** A dialog alone: the page behind it was looked at before, and is out of reach. */
    private void lookAtDialog(Window window, String where, List<String> wrong) {
        look(window, where, "vaadin-dialog[opened], vaadin-confirm-dialog[opened]", wrong);
    }

    /** What two pages have in common is told once. */
    private void look(Window window, String where, String part, List<String> wrong) {
        for (String line : Axe.violations(window, part)) {
            if (found.add(line)) {
                wrong.add(where + " " + line);
            }
        }
    }
}
