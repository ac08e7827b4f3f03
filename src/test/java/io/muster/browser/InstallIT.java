package io.muster.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.muster.browser.Window.Screen;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
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
    static final Stage STAGE = Stage.shared();

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

    /** What the installer waits for, from one screen to the next; what they type themselves is their own time. */
    private static void timed(List<Duration> waited, Runnable step) {
        long begun = System.nanoTime();
        step.run();
        waited.add(Duration.ofNanos(System.nanoTime() - begun));
    }

    private JsonNode register(String unit) {
        return register(unit, false);
    }

    private JsonNode register(String unit, boolean accepted) {
        return api.post("devices", Map.of("unitId", unit, "name", unit, "customerId", home, "accept", accepted))
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
        List<Duration> waited = new ArrayList<>();
        timed(waited, () -> {
            phone.press("Continue");
            title("Where is it?");
        });
        phone.choose("Location", "Depot Aarhus");
        timed(waited, () -> {
            phone.press("Claim this unit");
            title("Which vehicle?");
        });
        phone.enter("Plate", "AB 12 345");
        timed(waited, () -> {
            phone.press("Save and continue");
            title("Power on");
        });
        assertThat(line("Announced")).containsText("waiting");
        powerOn("site-1", label.path("password").asString());
        timed(waited, () -> {
            for (String what : List.of("Announced", "Position", "Voltage", "Signal")) {
                assertThat(line(what)).hasClass("there");
            }
        });
        timed(waited, () -> {
            phone.press("Done");
            title("Installed and verified");
        });
        assertThat(waited.stream().reduce(Duration.ZERO, Duration::plus))
                .as("waiting for the program: %s", waited)
                .isLessThan(Duration.ofSeconds(5));
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

    /** The picture of this one is not understood as it is, only turned. */
    @Test
    void a_label_that_confuses_the_reader_is_read_too() {
        Film.shows("MUSTER1:site-2:BBMM9WXB3W");
        phone.press("Scan with the camera");
        phone.shows(phone.text("No unit can be claimed with this id and code."));
    }

    /** The page was loaded at another address, so the worker is there for the next one only. */
    private void workerIsReady() {
        phone.page().evaluate("""
                        async () => {
                          for (;;) {
                            const registration = await navigator.serviceWorker.getRegistration('/install');
                            if (registration?.active?.state === 'activated') return;
                            await new Promise((later) => setTimeout(later, 50));
                          }
                        }""");
    }

    private Locator kept(String unit) {
        return phone.page().locator("#list > li").filter(new Locator.FilterOptions().setHasText(unit));
    }

    private void keeps(String unit, String code) {
        phone.enter("Unit ID", unit);
        phone.enter("Claim code", code);
        phone.press("Keep this unit");
        assertThat(kept(unit)).isVisible();
    }

    /** As from the camera: 40 by 30 pixels. */
    private static FilePayload photo() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpeg", written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FilePayload("camera.jpg", "image/jpeg", written.toByteArray());
    }

    private void takesPhoto(String unit) {
        phone.page()
                .waitForFileChooser(() -> phone.press("Add a photo " + unit))
                .setFiles(photo());
        assertThat(kept(unit)).containsText("Photo waits to be sent");
    }

    private static Locator image(Locator within, String name) {
        return within.getByAltText(name, new Locator.GetByAltTextOptions().setExact(false));
    }

    /** A picture has come, and not only the frame for one. */
    private static void isSeen(Locator image) {
        assertThat(image).isVisible();
        assertThat(image).hasJSProperty("naturalWidth", 40);
    }

    @Test
    void what_is_installed_without_a_network_is_sent_when_there_is_one() {
        JsonNode registered =
                api.post("devices", Map.of("unitId", "site-3", "name", "site-3", "customerId", home, "accept", false));
        JsonNode label = registered.path("mqtt");
        phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
        workerIsReady();
        phone.network(false);
        phone.open("/install");
        title("Install without a network");
        keeps("site-3", label.path("claimCode").asString());
        keeps("site-4", "0000000000");
        assertThat(kept("site-3")).containsText("Not verified yet");
        takesPhoto("site-3");
        phone.open("/install/offline");
        assertThat(kept("site-3")).containsText("Not verified yet");
        isSeen(image(kept("site-3"), "Photo of site-3"));
        phone.mustFitItsWidth();
        phone.forgetsErrors();
        phone.network(true);
        assertThat(kept("site-3")).containsText("Claimed");
        assertThat(kept("site-4")).containsText("Refused");
        assertThat(kept("site-3")).containsText("Photo sent");
        powerOn("site-3", label.path("password").asString());
        assertThat(kept("site-3")).containsText("Installed and verified");
        phone.forgetsErrors();
        Window desk = STAGE.window(Screen.DESKTOP);
        desk.signIn(Stage.OWNER, Stage.PASSWORD);
        desk.at("/accounts/" + home + "/account");
        desk.open("/accounts/" + home + "/devices/" + registered.path("id").asString());
        isSeen(image(desk.page().locator("body"), "Taken by ida"));
    }

    @Test
    void a_page_is_there_too_when_a_proxy_answers_for_the_program_or_nobody_does() throws Exception {
        try (Gate gate = new Gate(STAGE.program().url())) {
            phone = STAGE.window(Screen.PHONE, gate.url());
            phone.signIn("ida", Stage.PASSWORD);
            phone.at("/install");
            phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
            workerIsReady();
            for (Gate.Way way : List.of(Gate.Way.BAD_GATEWAY, Gate.Way.SILENCE)) {
                gate.goes(way);
                phone.page().navigate("about:blank");
                phone.open("/install");
                title("Install without a network");
                assertThat(phone.page().locator("#network")).not().hasText("Network is there");
                phone.forgetsErrors();
            }
            gate.goes(Gate.Way.THROUGH);
            phone.page().navigate("about:blank");
            phone.open("/install");
            title("Scan the label");
            // The window stays, and its page would ask for a program that is not to be reached any more.
            phone.page().navigate("about:blank");
            phone.forgetsErrors();
        }
    }

    @Test
    void what_was_kept_is_sent_from_the_install_page_too() {
        JsonNode label = register("site-11");
        phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
        workerIsReady();
        phone.network(false);
        phone.open("/install");
        title("Install without a network");
        keeps("site-11", label.path("claimCode").asString());
        keeps("site-12", "0000000000");
        takesPhoto("site-11");
        phone.page().navigate("about:blank");
        phone.forgetsErrors();
        phone.network(true);
        phone.open("/install");
        Locator note = phone.page().locator("offline-note");
        assertThat(note).containsText("1 unit from this phone was sent. 1 unit on this phone was refused.");
        assertThat(note).not().containsText("wait");
        phone.mustFitItsWidth();
        note.getByText("See what is on this phone").click();
        assertThat(kept("site-11")).containsText("Claimed");
        assertThat(kept("site-11")).containsText("Photo sent");
        assertThat(kept("site-12")).containsText("Refused");
    }

    @Test
    void what_the_server_would_refuse_for_how_it_is_written_is_not_kept_without_a_network() {
        phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
        phone.open("/install/offline");
        title("Install without a network");
        phone.network(false);
        phone.enter("Unit ID", "bad id!");
        phone.enter("Claim code", "123");
        phone.enter("VIN", "SHORT");
        phone.press("Keep this unit");
        phone.shows(phone.text("Use 3 to 64 letters, digits and . _ - , beginning with a letter or digit."));
        phone.shows(phone.text("A claim code has 10 letters and digits, as printed on the label."));
        phone.shows(phone.text("A VIN has 17 letters and digits, and no I, O or Q."));
        assertThat(phone.page().locator("#list > li")).hasCount(0);
        phone.mustFitItsWidth();
        phone.enter("VIN", "1m8gdm9axkp042789");
        phone.shows(phone.text("The check digit does not fit."));
        keeps("E37A17C2-C147-590E-26A9-478CB7B3FE59", "o1il-2345 67");
        phone.enter("Unit ID", "e37a17c2c147590e26a9478cb7b3fe59");
        phone.enter("Claim code", "0123456789");
        phone.enter("Plate", "AB 12 345");
        phone.press("Keep this unit");
        phone.shows(phone.text("This unit is kept on this phone already."));
        assertThat(phone.page().locator("#list > li")).hasCount(1);
        phone.press("Correct the kept entry");
        phone.press("Keep this unit");
        assertThat(phone.page().locator("#list > li")).hasCount(1);
        phone.shows(phone.text("AB 12 345"));
        assertThat(phone.page().locator(".fault:visible, .hint:visible")).hasCount(0);
        phone.enter("Unit ID", "site-99");
        // Asked whether what is in the form, and then whether the unit may go: no, and no, and yes.
        phone.press("Correct e37a17c2c147590e26a9478cb7b3fe59");
        assertThat(phone.field("Unit ID")).hasValue("site-99");
        phone.press("Remove e37a17c2c147590e26a9478cb7b3fe59");
        assertThat(phone.page().locator("#list > li")).hasCount(1);
        phone.page().onceDialog(Dialog::accept);
        phone.press("Remove e37a17c2c147590e26a9478cb7b3fe59");
        assertThat(phone.page().locator("#list > li")).hasCount(0);
        phone.forgetsErrors();
        phone.network(true);
    }

    @Test
    void a_network_is_said_to_be_there_only_once_the_server_has_answered() {
        phone.page().route("**/install/entries", Route::abort);
        phone.open("/install/offline");
        Locator network = phone.page().locator("#network");
        assertThat(network).hasText("The server cannot be reached");
        phone.forgetsErrors();
        phone.page().unroute("**/install/entries");
        assertThat(network).hasText("Network is there");
        phone.network(false);
        assertThat(network).hasText("No network");
        phone.network(true);
        assertThat(network).hasText("Network is there");
        phone.forgetsErrors();
    }

    @Test
    void what_is_being_corrected_is_not_sent_as_it_was() {
        JsonNode label = register("site-10");
        phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
        phone.open("/install/offline");
        title("Install without a network");
        phone.network(false);
        phone.enter("Plate", "AB 12 345");
        keeps("site-10", label.path("claimCode").asString());
        phone.press("Correct site-10");
        assertThat(kept("site-10")).containsText("Is being corrected");
        phone.forgetsErrors();
        phone.network(true);
        // Longer than it takes until what waits is sent.
        phone.page().waitForTimeout(7_000);
        assertThat(kept("site-10")).containsText("Waits to be sent");
        phone.press("Leave it as it was");
        assertThat(kept("site-10")).containsText("Claimed");
        phone.mustFitItsWidth();
        phone.forgetsErrors();
    }

    @Test
    void a_unit_is_replaced_by_scanning_both_labels_and_the_new_one_comes_alive() {
        JsonNode old = register("site-6", true);
        JsonNode next = register("site-7");
        phone.press("Replace a unit");
        title("Scan the unit that comes out");
        Film.shows("MUSTER1:site-6:" + old.path("claimCode").asString());
        phone.press("Scan with the camera");
        title("Scan the unit that goes in");
        Film.shows("MUSTER1:site-7:" + next.path("claimCode").asString());
        phone.press("Scan with the camera");
        title("Replace the unit?");
        phone.shows(phone.text("site-6"));
        phone.press("Replace");
        title("Which vehicle?");
        phone.enter("Plate", "CD 67 890");
        phone.press("Save and continue");
        title("Power on");
        powerOn("site-7", next.path("password").asString());
        assertThat(line("Announced")).hasClass("there");
        phone.press("Done");
        title("Installed and verified");
        phone.shows(phone.text("site-6"));
        phone.press("Undo");
        phone.shows(phone.text("Taken back. The unit site-6 is in its place again."));
    }

    @Test
    void a_unit_is_replaced_without_a_network_too() {
        JsonNode old = register("site-8", true);
        JsonNode next = register("site-9");
        phone.page().waitForFunction("() => localStorage.getItem('muster.install.place')");
        phone.open("/install/offline");
        title("Install without a network");
        phone.network(false);
        phone.page().getByText("It replaces a unit").click();
        phone.enter("Unit ID of the old unit", "site-8");
        phone.enter("Claim code of the old unit", old.path("claimCode").asString());
        keeps("site-9", next.path("claimCode").asString());
        assertThat(kept("site-9")).containsText("Replaces site-8");
        phone.forgetsErrors();
        phone.network(true);
        assertThat(kept("site-9")).containsText("Claimed");
        phone.mustFitItsWidth();
        phone.forgetsErrors();
    }

    @Test
    void whoever_has_the_link_of_a_job_installs_without_an_account_until_it_is_revoked() {
        JsonNode label = register("site-5");
        Window desk = STAGE.window(Screen.DESKTOP);
        desk.signIn(Stage.OWNER, Stage.PASSWORD);
        desk.at("/accounts/" + home + "/account");
        desk.tab("Install jobs");
        desk.opens("Create install job", "Create install job");
        desk.enter("Name", "Garage Larsen");
        desk.closes("Create");
        desk.isAsked("Link of install job");
        String link = desk.secrets().first().textContent();
        desk.closes("Done");
        phone = STAGE.window(Screen.PHONE);
        phone.open(link);
        phone.at("/install");
        title("Scan the label");
        phone.enter("Unit ID", "site-5");
        phone.enter("Claim code", label.path("claimCode").asString());
        phone.press("Continue");
        title("Where is it?");
        phone.shows(phone.text("Nordic Fleet Group"));
        phone.press("Claim this unit");
        title("Which vehicle?");
        desk.shows(desk.row("Garage Larsen", "1 of 10, 9 left"));
        desk.opens("Revoke Garage Larsen", "Revoke Garage Larsen?");
        desk.press("Revoke");
        long revoked = System.nanoTime();
        phone.shows(phone.text("This install job was revoked."));
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(5));
        phone.page().waitForConsoleMessage(() -> phone.open(link));
        phone.shows(phone.text("This install job was revoked."));
        phone.mustFitItsWidth();
        phone.forgetsErrors();
    }
}
