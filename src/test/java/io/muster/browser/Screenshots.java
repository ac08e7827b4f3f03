package io.muster.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.muster.browser.Window.Screen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Makes the pictures of the README and of {@code docs/pages.md}: {@code ./mvnw verify -Pscreenshots}. Every scene is taken on
 * every screen, into {@code target/screenshots} for whoever changes the looks; some of them go to {@code docs/screenshots}.
 */
class Screenshots {

    @RegisterExtension
    static final Stage STAGE = Stage.empty();

    private static final Path ALL = Path.of("target", "screenshots");
    private static final Path SHOWN = Path.of("docs", "screenshots");
    private static final List<String> CHOSEN = List.of(
            "desktop-setup",
            "dark-sign-in",
            "desktop-account",
            "desktop-customers",
            "desktop-create-customer",
            "desktop-users",
            "desktop-create-user",
            "desktop-devices",
            "desktop-registered",
            "desktop-approve",
            "dark-devices",
            "phone-devices",
            "desktop-tree",
            "desktop-locations",
            "desktop-overview",
            "desktop-device",
            "desktop-enrolment",
            "desktop-jobs",
            "desktop-ingest",
            "desktop-doctor",
            "desktop-history",
            "desktop-profile",
            "desktop-search",
            "dark-overview",
            "dark-device",
            "phone-customers",
            "phone-users",
            "phone-overview",
            "phone-device",
            "phone-history",
            "phone_dark-devices",
            "phone-install",
            "phone-replace",
            "phone-offline");

    /**
     * A page that is only looked at.
     *
     * @param address below the account, or an address of its own with a slash before it
     * @param shows   a text that is there once the page is
     * @param press   a button that is pressed then; empty for none
     */
    private record Look(String scene, String address, String shows, String press) {}

    private static final List<Look> LOOKS = List.of(
            new Look("tree", "customers", "Suomi Rahti Oy", "As tree"),
            new Look("locations", "locations", "Depot Aarhus", ""),
            new Look("question", "locations", "Depot Aarhus", "Delete location Depot Aarhus"),
            new Look("move-devices", "devices", "Truck 17", "Manage devices"),
            new Look("register-many", "devices", "Truck 17", "Register many"),
            new Look("overview", "overview", "Firmware", ""),
            new Look("enrolment", "enrolment", "Workshop Aarhus", ""),
            new Look("jobs", "jobs", "Create install job", ""),
            new Look("ingest", "ingest", "Announcement doctor", ""),
            new Look("doctor", "ingest", "Announcement doctor", "Announcement doctor"),
            new Look("status", "ingest", "Announcement doctor", "Status"),
            new Look("history", "history", "Export CSV", ""),
            new Look("profile", "/profile", "Second factor", ""),
            new Look("search", "/profile", "Second factor", "Search everything"),
            new Look("install", "/install", "Scan the label", ""),
            new Look("replace", "/install", "Scan the label", "Replace a unit"),
            new Look("offline", "/install/offline", "Install without a network", ""));

    private static final String EMAIL = "anna@nordic-fleet.example";
    private static final String PASSWORD = "slow green tractors";

    private String home = "";
    private String truck = "";

    @Test
    void pictures() throws IOException {
        for (Screen screen : Screen.values()) {
            Window window = STAGE.window(screen);
            window.open("/setup");
            window.shows(window.field("One-time code"));
            picture(window, screen, "setup");
            if (screen == Screen.values()[Screen.values().length - 1]) {
                setUp(window);
            }
        }
        furnish();
        for (Screen screen : Screen.values()) {
            signedOut(screen);
            signedIn(screen);
        }
        choose();
    }

    private void setUp(Window window) {
        window.enter("One-time code", STAGE.program().setupCode());
        window.enter("Company name", "Nordic Fleet Group");
        window.enter("Your email address", EMAIL);
        window.choose("Country", "Denmark");
        window.choose("Time zone", "Europe/Copenhagen");
        window.enter("Password", PASSWORD);
        window.enter("Repeat password", PASSWORD);
        window.press("Create account");
        window.isTold("Your account is ready");
    }

    /** A small fleet, made over the REST interface and by real announcements. */
    private void furnish() {
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((EMAIL + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        String token = new Api(STAGE.program(), basic)
                .post("tokens", Map.of("name", "pictures", "scopes", List.of("read", "write", "devices", "admin")))
                .path("token")
                .asString();
        Api api = new Api(STAGE.program(), "Bearer " + token);
        home = api.get("me").path("customer").path("id").asString();
        String haulage = customer(api, "Jutland Haulage", "office@jutland-haulage.example", "DK");
        String couriers = customer(api, "Fjord Couriers", "hello@fjord-couriers.example", "NO");
        customer(api, "Göteborg Lastbilar AB", "info@goteborg-lastbilar.example", "SE");
        customer(api, "Suomi Rahti Oy", "posti@suomi-rahti.example", "FI");
        customer(api, "Hansa Logistik GmbH", "kontakt@hansa-logistik.example", "DE");
        user(
                api,
                haulage,
                "lars",
                "Lars",
                List.of("ACCOUNT_ADMINISTRATOR", "FULL_DEVICE_ACCESS", "DEVICE_MANAGEMENT", "FLEET_MANAGEMENT"),
                true);
        user(api, couriers, "ingrid", "Ingrid", List.of("FLEET_MANAGEMENT", "FULL_DEVICE_ACCESS"), true);
        user(api, home, "mikkel", "Mikkel", List.of("INSTALLER"), true);
        user(api, home, "sofie", "Sofie", List.of("DEVICE_MANAGEMENT", "FULL_DEVICE_ACCESS"), false);
        String depot = api.post(
                        "locations",
                        Map.of("name", "Depot Aarhus", "customerId", haulage, "address", "Havnegade 4, Aarhus"))
                .path("id")
                .asString();
        api.post("locations", Map.of("name", "Terminal Padborg", "customerId", haulage));
        api.post(
                "enrolment-tokens",
                Map.of("name", "Workshop Aarhus", "customerId", haulage, "maxUses", 50, "autoAccept", true));
        truck = device(api, Map.of("customerId", haulage, "locationId", depot), "jh-0017", "Truck 17", true, "2.4.1");
        device(api, Map.of("customerId", haulage), "jh-0018", "Truck 18", true, "2.4.1");
        device(api, Map.of("customerId", haulage), "jh-0021", "Trailer 21", true, "2.3.0");
        device(api, Map.of("customerId", couriers), "fc-0003", "Van 3", true, "2.4.1");
        device(api, Map.of("customerId", couriers), "fc-0004", "Van 4", false, "2.4.1");
        api.post("devices", Map.of("unitId", "fc-0005", "name", "Van 5", "customerId", couriers, "accept", true));
        Shell.enrol(STAGE.program(), "a3f09c1177de4b0e9a51c2d4e6f70812", "5b1f4c0e9d2a47c38e6f10b7a9d3c2e4");
    }

    private static String customer(Api api, String name, String email, String country) {
        return api.post("customers", Map.of("name", name, "email", email, "country", country))
                .path("id")
                .asString();
    }

    private static void user(
            Api api, String customer, String name, String firstName, List<String> groups, boolean active) {
        api.post(
                "users",
                Map.of(
                        "email", name + "@nordic-fleet.example",
                        "username", name,
                        "firstName", firstName,
                        "customerId", customer,
                        "groups", groups,
                        "password", "quiet yellow ferries",
                        "active", active));
    }

    private static String device(
            Api api, Map<String, String> place, String unit, String name, boolean accept, String firmware) {
        Map<String, Object> data = new HashMap<>(place);
        data.putAll(Map.of("unitId", unit, "name", name, "accept", accept));
        JsonNode made = api.post("devices", data);
        String password = made.path("mqtt").path("password").asString();
        Shell.run("mosquitto_pub -h 127.0.0.1 -p " + STAGE.program().mqttPort() + " -q 1 -u " + unit + " -P '"
                + password
                + "' -t muster/v1/" + unit + "/announce -m '{\"v\":1,\"msgId\":\"first-" + unit + "\",\"unitId\":\""
                + unit
                + "\",\"ts\":\"'$(date -u +%FT%T.000Z)'\",\"bootId\":\"boot-0001\",\"seq\":0,\"fw\":{\"version\":\""
                + firmware + "\"},\"hw\":{\"vendor\":\"AutoPi\",\"model\":\"TMU CM4\"},"
                + "\"position\":{\"lat\":56.15,\"lon\":10.2}}'");
        return made.path("id").asString();
    }

    private void signedOut(Screen screen) {
        Window window = STAGE.window(screen);
        window.open("/login");
        window.shows(window.field("Password"));
        picture(window, screen, "sign-in");
        window.signIn("anna", "not the password");
        window.shows(window.text("The name or the password is wrong."));
        picture(window, screen, "sign-in-refused");
        window.open("/welcome/no-such-link");
        window.shows(window.text("This link has ended"));
        picture(window, screen, "dead-link");
    }

    private void signedIn(Screen screen) {
        Window window = STAGE.window(screen);
        window.signIn(EMAIL, PASSWORD);
        window.at("/accounts/\\d+/account");
        window.shows(window.field("Company name"));
        picture(window, screen, "account");

        window.tab("Customers");
        window.shows(window.row("Suomi Rahti Oy"));
        picture(window, screen, "customers");
        window.opens("Create", "Create customer under");
        window.shows(window.field("Company name"));
        picture(window, screen, "create-customer");
        window.press("Create");
        window.shows(window.text("This is required."));
        picture(window, screen, "create-customer-refused");
        window.closes("Cancel");

        window.tab("Users");
        window.shows(window.row("lars@"));
        picture(window, screen, "users");
        window.opens("Create", "Create new user");
        window.shows(window.field("Email"));
        picture(window, screen, "create-user-empty");
        window.enter("Email", "freja@nordic-fleet.example");
        window.enter("Username", "freja");
        window.press("Fleet Manager");
        window.field("Permission groups").click();
        window.shows(window.page().locator("[role=option]"));
        picture(window, screen, "create-user");
        window.page().keyboard().press("Escape");
        window.discards();

        window.tab("Devices");
        window.shows(window.row("Truck 17"));
        picture(window, screen, "devices");
        if (screen.touch) {
            // The list is longer than the screen, and rows out of sight are not there.
            window.search("a3f09c11");
        }
        window.opens("Approve a3f09c11-77de-4b0e-9a51-c2d4e6f70812", "Approve");
        window.choose("Customer", "Jutland Haulage");
        picture(window, screen, "approve");
        window.discards();
        window.opens("Register device", "Register device");
        String unit = "jh-01" + (screen.ordinal() + 10);
        window.enter("Unit ID", unit);
        window.enter("Name", "Truck " + (screen.ordinal() + 40));
        picture(window, screen, "register");
        window.closes("Register");
        window.isAsked("How " + unit + " connects");
        picture(window, screen, "registered");
        window.closes("Done");

        if (!screen.touch) {
            views(window, screen);
        }
        window.open("/accounts/999999/account");
        window.shows(window.text("There is nothing here"));
        picture(window, screen, "nothing-here");

        window.open("/accounts/" + home + "/devices/" + truck);
        window.shows(window.text("Identity"));
        picture(window, screen, "device");
        for (Look look : LOOKS) {
            window.open(look.address().startsWith("/") ? look.address() : "/accounts/" + home + "/" + look.address());
            window.shows(window.page().getByText(look.shows()).first());
            if (!look.press().isEmpty()) {
                window.press(look.press());
                // What opens then differs; all of it comes from the server.
                window.page().waitForTimeout(700);
            }
            picture(window, screen, look.scene());
        }
    }

    private void views(Window window, Screen screen) {
        window.open("/accounts/" + home + "/devices?q=Truck");
        window.shows(window.row("Truck 17"));
        // The menu is called by the view that is shown; the screens before this one have saved it.
        choose(window, "View", "Save this view…");
        window.isAsked("Save this view");
        window.enter("Name of the view", "Trucks");
        picture(window, screen, "save-view");
        window.closes("Save");
        window.isTold("has been saved");
        choose(window, "View: Trucks", "Manage views…");
        window.isAsked("Saved views");
        picture(window, screen, "views");
        window.closes("Close");
    }

    private static void choose(Window window, String menu, String choice) {
        for (String name : List.of(menu, choice)) {
            window.page()
                    .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name))
                    .first()
                    .click();
        }
    }

    private static void picture(Window window, Screen screen, String scene) {
        // Nothing is to move any more: fonts are there, and dialogs have faded in.
        window.page()
                .evaluate("async () => { await document.fonts.ready;"
                        + " await Promise.all(document.getAnimations().filter(a => a.effect.getComputedTiming().endTime < 5000)"
                        + ".map(a => a.finished.catch(() => null))); }");
        window.picture(ALL.resolve(screen.name().toLowerCase(Locale.ROOT) + "-" + scene + ".png"));
    }

    private static void choose() throws IOException {
        Files.createDirectories(SHOWN);
        for (String name : CHOSEN) {
            Files.copy(ALL.resolve(name + ".png"), SHOWN.resolve(name + ".png"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
