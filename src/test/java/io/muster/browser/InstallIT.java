package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.muster.browser.Window.Screen;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A unit is built in, on a phone, and shows itself over MQTT. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstallIT {

    @RegisterExtension
    static final Stage STAGE = Stage.withAccount("Nordic Fleet Group");

    private Api api;
    private String home;
    private Window phone;

    @BeforeAll
    void prepare() {
        api = new Api(STAGE.program(), "Bearer " + Stage.TOKEN);
        home = api.get("me").path("customer").path("id").asString();
        api.post("locations", Map.of("name", "Depot Aarhus", "customerId", home));
        api.post(
                "users",
                Map.of(
                        "email",
                        "ida@nordic-fleet.example",
                        "username",
                        "ida",
                        "customerId",
                        home,
                        "groups",
                        List.of("INSTALLER"),
                        "password",
                        Stage.PASSWORD));
    }

    @BeforeEach
    void signIn() {
        phone = STAGE.window(Screen.PHONE);
        phone.signIn("ida", Stage.PASSWORD);
        phone.at("/install");
    }

    private JsonNode register(String unit) {
        return api.post("devices", Map.of("unitId", unit, "name", unit, "customerId", home, "accept", false))
                .path("mqtt");
    }

    private void title(String text) {
        phone.shows(phone.page()
                .getByRole(
                        AriaRole.HEADING,
                        new com.microsoft.playwright.Page.GetByRoleOptions()
                                .setName(text)
                                .setExact(true)));
        phone.mustFitItsWidth();
    }

    private Locator line(String what) {
        return phone.page().locator(".install-list > li").filter(new Locator.FilterOptions().setHasText(what));
    }

    /** What a unit says when the ignition is switched on. */
    private static void powerOn(String unit, String password) {
        String login = "mosquitto_pub -h 127.0.0.1 -p " + STAGE.program().mqttPort() + " -q 1 -u " + unit + " -P '"
                + password + "' -t muster/v1/" + unit;
        Shell.run(login + "/announce -m '{\"v\":1,\"msgId\":\"first-" + unit + "\",\"unitId\":\"" + unit
                + "\",\"ts\":\"'$(date -u +%FT%T.000Z)'\",\"bootId\":\"boot-0001\",\"seq\":0,"
                + "\"fw\":{\"version\":\"1.0\"},\"position\":{\"lat\":56.15,\"lon\":10.2}}'");
        Shell.run(login + "/heartbeat -m '{\"v\":1,\"unitId\":\"" + unit
                + "\",\"ts\":\"'$(date -u +%FT%T.000Z)'\",\"bootId\":\"boot-0001\",\"seq\":1,"
                + "\"battV\":12.6,\"rssiDbm\":-71}'");
    }

    @Test
    void a_typed_label_becomes_a_unit_that_is_verified_before_the_installer_leaves() {
        JsonNode label = register("site-1");
        title("Scan the label");
        phone.enter("Unit ID", "site-1");
        phone.enter("Claim code", label.path("claimCode").asString());
        phone.press("Continue");
        title("Where is it?");
        phone.choose("Location", "Depot Aarhus");
        phone.press("Claim this unit");
        title("Which vehicle?");
        phone.enter("Plate", "AB 12 345");
        phone.press("Save and continue");
        title("Power on");
        assertThat(line("Announced")).containsText("waiting");
        powerOn("site-1", label.path("password").asString());
        for (String what : List.of("Announced", "Position", "Voltage", "Signal")) {
            assertThat(line(what)).hasClass("there");
        }
        phone.press("Done");
        title("Installed and verified");
        phone.shows(phone.text("Depot Aarhus"));
        phone.press("Next unit");
        title("Scan the label");
    }

    @Test
    void a_label_is_read_with_the_camera() {
        JsonNode label = register("site-2");
        Film.shows("MUSTER1:site-2:" + label.path("claimCode").asString());
        phone.press("Scan with the camera");
        title("Where is it?");
        phone.shows(phone.text("site-2"));
        phone.press("Claim this unit");
        title("Which vehicle?");
        phone.press("Skip");
        phone.press("Save as not verified yet");
        title("Installed, not verified yet");
        phone.press("Undo");
        title("Scan the label");
    }
}
