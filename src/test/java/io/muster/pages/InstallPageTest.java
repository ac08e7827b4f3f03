package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.internal.JacksonUtils;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import com.vaadin.flow.server.VaadinSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.customer.Customer;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.JobLinks;
import io.muster.device.NewInstallJob;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.Retirement;
import io.muster.device.UnitState;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page for people on site, from the label to the receipt. */
@MusterTest
class InstallPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Locations locations;

    @Autowired
    InstallJobs jobs;

    @Autowired
    Vehicles vehicles;

    @Autowired
    Retirement retirement;

    @Autowired
    DeviceMoves moves;

    @Autowired
    JobLinks links;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User installer;
    private Location depot;

    @BeforeEach
    void somebody_on_site() {
        home = cast.customer();
        installer = cast.user(home.id(), Group.INSTALLER);
        depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot Aarhus")));
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void open(User user, String address) {
        Browser.open(context, user);
        UI.getCurrent().navigate(address);
    }

    private Registered register(CustomerId customer) {
        UnitId unit = new UnitId("site-" + Cast.next());
        return Cast.as(
                cast.owner(), () -> devices.register(new RegisterDevice(unit, new Name("Van"), customer, null, false)));
    }

    private static String title() {
        return _get(H1.class).getText();
    }

    private static String problem() {
        return _get(com.vaadin.flow.component.html.Div.class, search -> search.withClasses("install-problem"))
                .getText();
    }

    /** What is said and is no problem. */
    private static String note() {
        Component note = _get(com.vaadin.flow.component.html.Div.class, search -> search.withClasses("install-note"));
        assertThat(note.getElement().getAttribute("role")).isEqualTo("status");
        return note.getElement().getText();
    }

    private static void press(String text) {
        _click(_get(Button.class, search -> search.withText(text)));
    }

    private static TextField text(String label) {
        return _get(TextField.class, search -> search.withLabel(label));
    }

    private void type(Registered device, String code) {
        _setValue(text("Unit ID"), device.device().unitId().value());
        _setValue(text("Claim code"), code);
        press("Continue");
    }

    private void type(Registered device) {
        type(device, device.credential().claimCode());
    }

    @SuppressWarnings("unchecked")
    private static ComboBox<Locations.Choice> location() {
        return _get(ComboBox.class, search -> search.withLabel("Location"));
    }

    private UnitState state(Registered device) {
        return Cast.as(cast.owner(), () -> devices.get(device.device().id())).state();
    }

    /** The browser says that the time has passed. */
    private static void waits() {
        Element element = step().getElement();
        element.getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(element, "waited", JacksonUtils.createObjectNode()));
    }

    private static Component step() {
        return _get(Section.class);
    }

    @Test
    void whoever_only_installs_lands_here_and_opens_nothing_else() {
        for (String address : new String[] {
            "",
            "accounts",
            "accounts/" + home.id() + "/devices",
            "accounts/" + home.id() + "/account",
            "accounts/1/users"
        }) {
            open(installer, address);
            assertThat(title()).as(address).isEqualTo("Scan the label");
            _assertNone(AppLayout.class);
            Browser.close();
        }
        open(cast.user(home.id(), Group.DEVICE_MANAGEMENT), "install");
        assertThat(title()).isEqualTo("Scan the label");
        Browser.close();
        open(cast.user(home.id(), Group.FLEET_MANAGEMENT), "install");
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
        _assertNone(Section.class);
    }

    @Test
    void a_unit_is_installed_and_the_place_is_remembered_for_the_next_one() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        assertThat(title()).isEqualTo("Where is it?");
        _setValue(location(), new Locations.Choice(depot.id(), depot.data().name()));
        press("Claim this unit");
        assertThat(state(van)).isEqualTo(UnitState.ACCEPTED);
        assertThat(title()).isEqualTo("Which vehicle?");
        press("Save and continue");
        assertThat(text("Plate").isInvalid()).isTrue();
        _setValue(text("Plate"), "ab 12 345");
        _setValue(text("VIN"), "WVWZZZ1JZXW00000");
        assertThat(text("VIN").isInvalid()).isTrue();
        _setValue(text("VIN"), "WVWZZZ1JZXW000001");
        assertThat(text("VIN").isInvalid()).isFalse();
        assertThat(text("VIN").getHelperText()).contains("check digit");
        press("Save and continue");
        assertThat(title()).isEqualTo("Power on");
        _assertNone(Button.class, search -> search.withText("Done"));
        assertThat(step().getElement().getTextRecursively()).doesNotContain("never connected");
        waits();
        assertThat(step().getElement().getTextRecursively()).contains("has never connected");
        press("Try again");
        assertThat(step().getElement().getTextRecursively()).doesNotContain("never connected");
        jdbc.sql("""
                        update device_presence set last_seen_at = :now, announced_at = :now, position_at = :now,
                            battery_v = 12.6, rssi_dbm = -71 where device_id = :id
                        """)
                .param("now", Instant.now().plusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("id", van.device().id().value())
                .update();
        waits();
        assertThat(step().getElement().getTextRecursively()).contains("12.6 V", "-71 dBm", "known");
        press("Done");
        assertThat(title()).isEqualTo("Installed and verified");
        assertThat(_get(DescriptionList.class).getElement().getTextRecursively())
                .contains(
                        "Depot Aarhus",
                        "AB 12 345",
                        installer.username(),
                        home.name().value());
        press("Next unit");
        type(register(home.id()));
        assertThat(location().getValue().name()).isEqualTo(depot.data().name());
        press("Claim this unit");
        assertThat(title()).isEqualTo("Which vehicle?");
    }

    @Test
    void a_claim_is_taken_back_from_the_receipt() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        press("Claim this unit");
        press("Skip");
        press("Save as not verified yet");
        assertThat(title()).isEqualTo("Installed, not verified yet");
        press("Undo");
        assertThat(title()).isEqualTo("Scan the label");
        assertThat(note()).startsWith("Taken back");
        _assertNone(com.vaadin.flow.component.html.Div.class, search -> search.withClasses("install-problem"));
        assertThat(state(van)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void a_wrong_label_is_refused_in_the_same_words_whatever_is_wrong() {
        Registered mine = register(home.id());
        Registered theirs = register(cast.customer().id());
        open(installer, "install");
        type(mine, "0000000001");
        String refusal = problem();
        assertThat(refusal).startsWith("No unit can be claimed");
        type(theirs);
        assertThat(problem()).isEqualTo(refusal);
        _setValue(text("Unit ID"), "nobody-knows-" + Cast.next());
        press("Continue");
        assertThat(problem()).isEqualTo(refusal);
        for (int i = 0; i < 5; i++) {
            type(mine, "0000000001");
        }
        assertThat(problem()).isEqualTo("Too many wrong codes. Try again in 60 minutes.");
    }

    @Test
    void whoever_sees_where_the_unit_would_go_can_leave_it_alone() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        assertThat(title()).isEqualTo("Where is it?");
        press("Cancel");
        assertThat(title()).isEqualTo("Scan the label");
        assertThat(state(van)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void an_installation_whose_page_was_closed_goes_on_by_its_label_for_whoever_began_it() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        press("Claim this unit");
        _setValue(text("Plate"), "AB 12 345");
        press("Save and continue");
        Browser.close();
        open(installer, "install");
        type(van, "0000000001");
        assertThat(problem()).as("another label").startsWith("No unit can be claimed");
        type(van);
        assertThat(title()).isEqualTo("Which vehicle?");
        assertThat(note()).startsWith("You have claimed this unit already");
        assertThat(text("Plate").getValue()).isEqualTo("AB 12 345");
        Browser.close();
        open(cast.user(home.id(), Group.INSTALLER), "install");
        type(van);
        assertThat(problem()).as("to a colleague").startsWith("No unit can be claimed");
    }

    @Test
    void the_last_unit_of_a_job_is_seen_to_although_the_job_is_used_up() {
        InstallJobs.Issued issued = Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Garage Larsen"),
                        home.id(),
                        null,
                        1,
                        Instant.now().plusSeconds(3600),
                        null)));
        Registered van = register(home.id());
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        Browser.open(context, Cast.authentication(guest));
        UI.getCurrent().navigate("install");
        type(van);
        press("Claim this unit");
        Browser.close();
        Identity again = links.open(issued.secret(), "phone " + Cast.next(), guest.guest());
        Browser.open(context, Cast.authentication(again));
        UI.getCurrent().navigate("install");
        assertThat(note()).startsWith("All units of this job are installed");
        type(register(home.id()));
        assertThat(problem()).isEqualTo("All units of this install job have been installed.");
        type(van);
        assertThat(title()).isEqualTo("Which vehicle?");
        press("Skip");
        press("Save as not verified yet");
        press("Undo");
        assertThat(note()).startsWith("Taken back");
        assertThat(state(van)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void a_vehicle_that_another_device_has_can_be_corrected_where_that_is_said() {
        Registered other = register(home.id());
        Registered van = register(home.id());
        open(installer, "install");
        for (Registered each : new Registered[] {other, van}) {
            type(each);
            press("Claim this unit");
            _setValue(text("Plate"), "AB 12 345");
            press("Save and continue");
            if (each == other) {
                _assertNone(Button.class, search -> search.withText("Correct the vehicle"));
                press("Save as not verified yet");
                press("Next unit");
            }
        }
        assertThat(problem()).isEqualTo("Another device has this plate already.");
        press("Correct the vehicle");
        assertThat(title()).isEqualTo("Which vehicle?");
        assertThat(text("Plate").getValue()).isEqualTo("AB 12 345");
        _setValue(text("Plate"), "CD 67 890");
        press("Save and continue");
        assertThat(title()).isEqualTo("Power on");
        _assertNone(Button.class, search -> search.withText("Correct the vehicle"));
        press("Save as not verified yet");
        assertThat(facts()).contains("CD 67 890");
    }

    @Test
    void that_the_unit_reads_another_vin_is_said_as_soon_as_it_has_announced_itself() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        press("Claim this unit");
        _setValue(text("VIN"), "1M8GDM9AXKP042788");
        press("Save and continue");
        _assertNone(Button.class, search -> search.withText("Correct the vehicle"));
        jdbc.sql("update device set vin = 'WVWZZZ1JZXW000001' where id = ?")
                .param(van.device().id().value())
                .update();
        jdbc.sql("update device_presence set last_seen_at = :now, announced_at = :now where device_id = :id")
                .param("now", Instant.now().plusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("id", van.device().id().value())
                .update();
        waits();
        assertThat(problem()).isEqualTo("The unit reads another VIN from the vehicle than you entered.");
        press("Correct the vehicle");
        assertThat(text("VIN").getValue()).isEqualTo("1M8GDM9AXKP042788");
        press("Save and continue");
        press("Done");
        assertThat(title()).isEqualTo("Installed and verified");
        assertThat(problem()).isEqualTo("The unit reads another VIN from the vehicle than you entered.");
    }

    @Test
    void an_odometer_that_is_no_number_is_not_left_out_in_silence() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        press("Claim this unit");
        _setValue(text("Plate"), "AB 12 345");
        IntegerField odometer = _get(IntegerField.class, search -> search.withLabel("Odometer (km)"));
        Browser.type(odometer, "12e");
        press("Save and continue");
        assertThat(title()).isEqualTo("Which vehicle?");
        assertThat(odometer.isInvalid()).isTrue();
        _setValue(odometer, 12_000);
        press("Save and continue");
        assertThat(title()).isEqualTo("Power on");
    }

    // ---- what happens to the unit while its page is open

    /** The unit announces itself. */
    private void announces(Registered device) {
        jdbc.sql("update device_presence set last_seen_at = :now, announced_at = :now where device_id = :id")
                .param("now", Instant.now().plusSeconds(1).atOffset(ZoneOffset.UTC))
                .param("id", device.device().id().value())
                .update();
        context.publishEvent(new Change.Seen(Change.Kind.DEVICE, List.of(home.path()), false));
    }

    private static void soon(String title) {
        await().atMost(Duration.ofSeconds(10)).pollInSameThread().until(() -> {
            MockVaadin.clientRoundtrip(true);
            return title().equals(title);
        });
    }

    private void claimAndSkip(Registered van) {
        open(installer, "install");
        type(van);
        press("Claim this unit");
        press("Skip");
    }

    @Test
    void what_can_no_longer_be_taken_back_is_not_offered() {
        Registered van = register(home.id());
        claimAndSkip(van);
        jdbc.sql("update installation set began_at = ? where device_id = ?")
                .params(
                        Instant.now().minusSeconds(16 * 60).atOffset(ZoneOffset.UTC),
                        van.device().id().value())
                .update();
        press("Save as not verified yet");
        assertThat(title()).isEqualTo("Installed, not verified yet");
        _assertNone(Button.class, search -> search.withText("Undo"));
        _assertNone(
                Paragraph.class,
                search -> search.withPredicate(text -> text.getText().contains("take this back")));
    }

    /** Else the photo would be lost, because the step goes before it has come. */
    @Test
    void nobody_goes_on_while_a_photo_is_on_its_way() {
        Registered van = register(home.id());
        open(installer, "install");
        type(van);
        press("Claim this unit");
        Element photo = step().getElement()
                .getChildren()
                .filter(part -> part.getTag().equals("photo-button"))
                .findFirst()
                .orElseThrow();
        Button save = _get(Button.class, search -> search.withText("Save and continue"));
        Button skip = _get(Button.class, search -> search.withText("Skip"));
        tells(photo, "photo-busy");
        assertThat(List.of(save.isEnabled(), skip.isEnabled())).containsOnly(false);
        tells(photo, "photo-over");
        assertThat(List.of(save.isEnabled(), skip.isEnabled())).containsOnly(true);
    }

    private static void tells(Element element, String event) {
        element.getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(element, event, JacksonUtils.createObjectNode()));
    }

    @Test
    void a_receipt_turns_to_verified_when_the_unit_announces_itself_afterwards() {
        Registered van = register(home.id());
        claimAndSkip(van);
        press("Save as not verified yet");
        assertThat(title()).isEqualTo("Installed, not verified yet");
        announces(van);
        soon("Installed and verified");
        assertThat(note()).isEqualTo("The unit has announced itself.");
        assertThat(step().hasClassName("verified")).isTrue();
        assertThat(step().hasClassName("unverified")).isFalse();
        assertThat(jdbc.sql("select outcome from installation where device_id = ?")
                        .param(van.device().id().value())
                        .query(String.class)
                        .single())
                .isEqualTo("VERIFIED");
        press("Undo");
        assertThat(state(van)).isEqualTo(UnitState.PENDING);
    }

    @Test
    void a_unit_that_is_taken_out_of_use_meanwhile_is_not_waited_for_and_not_called_installed() {
        Registered van = register(home.id());
        claimAndSkip(van);
        assertThat(title()).isEqualTo("Power on");
        Cast.does(cast.owner(), () -> retirement.decommission(van.device().id(), null));
        soon("No longer installed here");
        assertThat(problem()).startsWith("Somebody has denied this unit or taken it out of use meanwhile");
        _assertNone(UnorderedList.class);
        _assertNone(Button.class, search -> search.withText("Save as not verified yet"));
        press("Next unit");
        assertThat(title()).isEqualTo("Scan the label");
        Registered announced = register(home.id());
        type(announced);
        press("Claim this unit");
        press("Skip");
        announces(announced);
        waits();
        press("Done");
        assertThat(title()).isEqualTo("Installed and verified");
        Cast.does(cast.owner(), () -> retirement.decommission(announced.device().id(), null));
        soon("No longer installed here");
        assertThat(problem()).startsWith("Somebody has denied this unit or taken it out of use meanwhile");
        _assertNone(Button.class, search -> search.withText("Undo"));
    }

    @Test
    void whoever_is_done_with_a_unit_that_was_taken_away_is_told_so() {
        Registered van = register(home.id());
        claimAndSkip(van);
        jdbc.sql("update device set state = 'DECOMMISSIONED' where id = ?")
                .param(van.device().id().value())
                .update();
        press("Save as not verified yet");
        assertThat(problem()).startsWith("Somebody has denied this unit or taken it out of use meanwhile");
        Browser.close();
        Registered moved = register(home.id());
        claimAndSkip(moved);
        Cast.does(
                cast.owner(),
                () -> moves.move(cast.customer().id(), List.of(moved.device().unitId())));
        soon("No longer installed here");
        assertThat(problem()).startsWith("This unit is no longer where you installed it");
    }

    // ---- one unit for another

    @Test
    void a_unit_is_replaced_by_the_labels_of_both_and_that_is_taken_back() {
        Registered old = register(home.id());
        Registered next = register(home.id());
        open(installer, "install");
        press("Replace a unit");
        assertThat(title()).isEqualTo("Scan the unit that comes out");
        type(old, "0000000000");
        assertThat(problem())
                .isEqualTo("No unit in use has this id and code. Check both on the label, and"
                        + " whether it is the unit that comes out.");
        type(old);
        assertThat(title()).isEqualTo("Scan the unit that goes in");
        type(old);
        assertThat(problem()).isEqualTo("This is the unit that comes out. Scan the other one.");
        type(next);
        assertThat(title()).isEqualTo("Replace the unit?");
        assertThat(facts())
                .contains(
                        old.device().unitId().shown(),
                        next.device().unitId().shown(),
                        "Van",
                        home.name().value());
        press("Replace");
        assertThat(title()).isEqualTo("Which vehicle?");
        press("Skip");
        press("Save as not verified yet");
        assertThat(facts()).contains("Replaces", old.device().unitId().shown());
        assertThat(state(old)).isEqualTo(UnitState.REPLACED);
        press("Undo");
        assertThat(title()).isEqualTo("Scan the label");
        // The Mosquitto of the other rig is told of passwords, and has forgotten this one.
        assertThat(note())
                .isEqualTo("Taken back. The unit " + old.device().unitId().shown() + " is in its place again"
                        + (Rig.EXTERNAL ? ", but needs a new password: ask the office." : "."));
        assertThat(state(old)).isEqualTo(UnitState.PENDING);
    }

    /** In use, as one that was let in and is built in somewhere. */
    private Registered van() {
        UnitId unit = new UnitId("site-" + Cast.next());
        return Cast.as(cast.owner(), () -> {
            Registered van =
                    devices.register(new RegisterDevice(unit, new Name("Van Alpha"), home.id(), depot.id(), true));
            vehicles.edit(van.device().id(), null, new Vehicle("AB 12 345", null, null, null, null));
            return van;
        });
    }

    private static String said() {
        return step().getElement().getTextRecursively();
    }

    @Test
    void a_unit_that_is_in_use_elsewhere_is_put_in_another_ones_place_only_by_whoever_says_so() {
        Registered old = register(home.id());
        Registered van = van();
        open(installer, "install");
        press("Replace a unit");
        type(old);
        type(van);
        assertThat(said())
                .contains("is in use already, and would be so no longer", "Van Alpha", "AB 12 345", "Depot Aarhus");
        press("Replace");
        assertThat(problem()).startsWith("Say so if the unit is to be taken out of there");
        assertThat(state(old)).isEqualTo(UnitState.PENDING);
        _setValue(_get(Checkbox.class, search -> search.withLabel("Take it out of there")), true);
        press("Replace");
        assertThat(title()).isEqualTo("Which vehicle?");
        assertThat(state(old)).isEqualTo(UnitState.REPLACED);
    }

    @Test
    void whoever_claims_a_unit_that_is_in_use_reads_as_what_before() {
        Registered van = van();
        open(installer, "install");
        type(van);
        assertThat(title()).isEqualTo("Where is it?");
        assertThat(said()).contains("is in use already", "Van Alpha", "AB 12 345", "Depot Aarhus");
        press("Cancel");
        type(register(home.id()));
        assertThat(said()).as("of a new one").doesNotContain("in use");
        Browser.close();
        User elsewhere = cast.user(
                home.id(),
                true,
                Set.of(Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Yard")))
                        .id()),
                Group.INSTALLER);
        open(elsewhere, "install");
        type(van);
        assertThat(said()).contains("is in use already").doesNotContain("Van Alpha", "AB 12 345", "Depot Aarhus");
    }

    @Test
    void who_came_by_the_link_of_a_job_reads_that_a_unit_is_in_use_and_not_as_what() {
        Registered van = van();
        Registered old = register(home.id());
        Browser.open(context, Cast.authentication(guest(3)));
        UI.getCurrent().navigate("install");
        type(van);
        assertThat(said()).contains("is in use already").doesNotContain("Van Alpha", "AB 12 345", "Depot Aarhus");
        press("Cancel");
        press("Replace a unit");
        type(old);
        type(van);
        assertThat(said())
                .contains("is in use already, and would be so no longer")
                .doesNotContain("Van Alpha", "AB 12 345", "Depot Aarhus");
    }

    /** The time of every job of this customer ends. */
    private void jobsEnd(Instant when) {
        jdbc.sql("update install_job set expires_at = ? where customer_id = ?")
                .params(when.atOffset(ZoneOffset.UTC), home.id().value())
                .update();
    }

    /** The page has been told to go to where it is said why a job is over. */
    private static boolean isLedToTheJob() {
        VaadinSession session = VaadinSession.getCurrent();
        session.getService().runPendingAccessTasks(session);
        return UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations().stream()
                .anyMatch(call -> call.getInvocation().getParameters().contains("job"));
    }

    @Test
    void a_page_that_is_open_when_the_time_of_its_job_ends_is_led_to_where_that_is_said() {
        Identity guest = guest(1);
        Browser.open(context, Cast.authentication(guest));
        UI.getCurrent().navigate("install");
        type(register(home.id()));
        jobsEnd(Instant.now().plusSeconds(4));
        UI.getCurrent().navigate("install");
        UI.getCurrent().getInternals().dumpPendingJavaScriptInvocations();
        await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(InstallPageTest::isLedToTheJob);
        assertThat(jobs.over(guest.guest())).contains(InstallJob.State.EXPIRED);
    }

    @Test
    void whoever_presses_after_the_time_of_the_job_is_not_told_to_sign_in() {
        Browser.open(context, Cast.authentication(guest(1)));
        UI.getCurrent().navigate("install");
        type(register(home.id()));
        jobsEnd(Instant.now().minusSeconds(1));
        // What the page is told then is the error handler's to say, as of every page.
        assertThatThrownBy(() -> press("Claim this unit"))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.kind()).isEqualTo(Rejected.Kind.SIGNED_OUT));
        assertThat(said()).doesNotContain("Sign in first");
    }

    private Identity guest(int units) {
        InstallJobs.Issued issued = Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name("Garage Larsen"),
                        home.id(),
                        null,
                        units,
                        Instant.now().plusSeconds(3600),
                        null)));
        return links.open(issued.secret(), "phone " + Cast.next(), null);
    }

    @Test
    void a_replacement_can_be_left_at_every_step() {
        Registered old = register(home.id());
        open(installer, "install");
        press("Replace a unit");
        press("Cancel");
        assertThat(title()).isEqualTo("Scan the label");
        press("Replace a unit");
        type(old);
        press("Cancel");
        assertThat(title()).isEqualTo("Scan the label");
        assertThat(state(old)).isEqualTo(UnitState.PENDING);
    }

    private static List<String> facts() {
        return _get(DescriptionList.class)
                .getChildren()
                .map(child -> child.getElement().getText())
                .toList();
    }
}
