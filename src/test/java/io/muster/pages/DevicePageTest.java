package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.DownloadKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.Command;
import io.muster.device.CommandReplies;
import io.muster.device.CommandReply;
import io.muster.device.Commands;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.location.Geofence;
import io.muster.location.Location;
import io.muster.ui.Question;
import io.muster.user.User;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The page of one device. */
@MusterTest
class DevicePageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Customers customers;

    @Autowired
    IngestLog ingest;

    @Autowired
    Commands commands;

    @Autowired
    CommandReplies replies;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private Customer child;

    @BeforeEach
    void family() {
        home = cast.customer();
        child = cast.customer(home.id());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private DeviceRow register(Customer customer, boolean accept) {
        return register(customer, null, accept);
    }

    private DeviceRow register(Customer customer, @Nullable LocationId location, boolean accept) {
        UnitId unit = new UnitId("sheet-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(
                                new RegisterDevice(unit, new Name("Van 7"), customer.id(), location, accept)))
                .device();
    }

    private void open(User user, Customer from, DeviceRow device) {
        Browser.open(context, user);
        UI.getCurrent().navigate("accounts/" + from.id() + "/devices/" + device.id());
    }

    private static boolean goesBack() {
        return _get(Anchor.class, search -> search.withText("← Devices"))
                .getElement()
                .getProperty("cameFrom", false);
    }

    @Test
    void the_way_back_is_to_the_list_as_one_left_it_and_else_to_the_whole_list() {
        DeviceRow van = register(home, true);
        open(cast.owner(), home, van);
        assertThat(goesBack()).as("straight from an address").isFalse();
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices", QueryParameters.of("q", "van"));
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices/" + van.id());
        assertThat(goesBack()).isTrue();
        UI.getCurrent()
                .navigate("accounts/" + home.id() + "/devices/"
                        + register(home, true).id());
        assertThat(goesBack()).as("from another device").isFalse();
    }

    private static String advice() {
        return _get(Paragraph.class, search -> search.withClasses("sheet-advice"))
                .getText();
    }

    private static List<String> titles() {
        return _find(H2.class).stream().map(H2::getText).toList();
    }

    private static void choose(String item) {
        MenuItem chosen = _get(
                        MenuBar.class,
                        search -> search.withPredicate(bar -> bar.getParent()
                                .map(Component::getClassName)
                                .filter(name -> name.contains("row-actions"))
                                .isPresent()))
                .getItems()
                .getFirst()
                .getSubMenu()
                .getItems()
                .stream()
                .filter(each -> each.getText().equals(item))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(chosen, new ClickEvent<>(chosen));
    }

    @Test
    void it_says_what_is_to_be_done_next() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        assertThat(_get(H2.class).getText()).isEqualTo("Van 7");
        assertThat(advice()).startsWith("Has never connected");
        ingest.refused(van.unitId(), "", "not_signed_in", "wrong user name or password", "");
        ingest.flush();
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices/" + van.id());
        assertThat(advice()).startsWith("Somebody tried to sign in");
    }

    @Test
    void what_is_out_of_reach_is_not_found() {
        DeviceRow theirs = register(cast.customer(), true);
        open(cast.user(home.id(), Group.values()), home, theirs);
        assertThat(_find(Paragraph.class, search -> search.withClasses("sheet-advice")))
                .isEmpty();
        List<String> there = titles();
        assertThat(there).isNotEmpty();
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices/999999999");
        assertThat(titles()).isEqualTo(there);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices/nonsense");
        assertThat(titles()).isEqualTo(there);
    }

    @Test
    void a_device_of_the_parent_has_no_page_below() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), child, van);
        assertThat(_find(Paragraph.class, search -> search.withClasses("sheet-advice")))
                .isEmpty();
    }

    @Test
    void who_knows_it_by_name_only_reads_no_more_than_that() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR), home, van);
        assertThat(advice()).startsWith("You know this device by name only");
        assertThat(_find(Pre.class)).isEmpty();
    }

    @Test
    void settings_and_the_bridge_of_an_autopi_can_be_copied() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        List<String> shown = _find(Pre.class).stream().map(Pre::getText).toList();
        String unit = van.unitId().value();
        assertThat(shown).contains(unit).anyMatch(text -> text.contains("topic # out 1 \"\" autopi/" + unit + "/"));
    }

    @Test
    void a_new_password_is_asked_for_first() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        _click(_get(Button.class, search -> search.withText("New password…")));
        assertThat(_find(Question.class)).hasSize(1);
    }

    @Test
    void its_name_is_changed_and_the_history_tells_of_it() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        choose("Name and location…");
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Name")), "Van 8");
        _click(_get(dialog, Button.class, search -> search.withText("Save")));
        assertThat(_get(H2.class).getText()).isEqualTo("Van 8");
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(_get(Div.class, search -> search.withClasses("timeline"))
                            .getElement()
                            .getTextRecursively())
                    .contains("Van 7 → Van 8");
        });
    }

    @Test
    void it_says_so_when_it_goes_out_of_sight_while_it_is_open() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        Customer elsewhere = cast.customer();
        Cast.as(cast.owner(), () -> moves.move(elsewhere.id(), List.of(van.unitId())));
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(advice()).startsWith("This device is no longer here");
        });
        assertThat(_find(Pre.class)).isEmpty();
    }

    @Test
    void a_command_shows_what_the_unit_answered() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        choose("Ask the unit to do something…");
        Dialog dialog = _get(Dialog.class);
        _click(_get(dialog, Button.class, search -> search.withText("Send")));
        assertThat(dialog.getElement().getTextRecursively()).contains("On its way");
        Command sent = commands.latest(van.id()).getFirst();
        replies.take(List.of(new CommandReply(van.unitId(), sent.id(), Command.Status.DONE, "{\"up\":12}")));
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(dialog.getElement().getTextRecursively()).contains("Done", "{\"up\":12}");
        });
    }

    @Test
    void a_command_that_failed_shows_why_in_the_words_of_the_unit() {
        DeviceRow van = register(home, true);
        open(cast.user(home.id(), Group.values()), home, van);
        answers(van, "{\"code\":\"internal\"}");
        answers(van, "{\"code\":\"internal\",\"message\":\"Engine <b>running</b>\"}");
        choose("Ask the unit to do something…");
        Dialog dialog = _get(Dialog.class);
        assertThat(_find(dialog, Span.class)).extracting(Span::getText).contains("Engine <b>running</b>", "internal");
        assertThat(_find(dialog, Pre.class)).isEmpty();
        assertThat(dialog.getElement().getTextRecursively()).doesNotContain("{");
    }

    private void answers(DeviceRow device, String error) {
        Command sent = Cast.as(cast.owner(), () -> commands.send(device.id(), Command.Name.PING));
        replies.take(List.of(new CommandReply(device.unitId(), sent.id(), Command.Status.FAILED, error)));
    }

    private void takesPhoto(DeviceRow device, byte[] jpeg) {
        jdbc.sql("""
                        insert into installation (device_id, customer_id, installed_by, began_at, rev, before_state, outcome)
                        values (?, ?, 'ivan', current_timestamp, 1, 'UNCLAIMED', 'VERIFIED')
                        """).params(device.id().value(), home.id().value()).update();
        jdbc.sql("""
                        insert into installation_photo (installation_id, device_id, jpeg, taken_at)
                        select max(id), device_id, ?, current_timestamp from installation where device_id = ? group by device_id
                        """).params(jpeg, device.id().value()).update();
    }

    @Test
    void photos_of_the_installation_are_asked_for_with_the_rights_of_the_moment() throws Exception {
        DeviceRow van = register(home, true);
        byte[] jpeg = {1, 2, 3};
        takesPhoto(van, jpeg);
        open(cast.user(home.id(), Group.values()), home, van);
        assertThat(_get(Image.class).getAlt().orElse("")).startsWith("Taken by ivan, ");
        Anchor photo = _get(
                Anchor.class,
                search -> search.withPredicate(anchor -> anchor.getChildren().anyMatch(Image.class::isInstance)));
        assertThat(DownloadKt._download(photo)).isEqualTo(jpeg);
        Cast.does(cast.owner(), () -> moves.move(child.id(), List.of(van.unitId())));
        assertThat(DownloadKt._download(photo)).isNotEqualTo(jpeg);
    }

    @Test
    void who_knows_a_device_by_name_only_sees_no_photos() {
        DeviceRow van = register(home, true);
        takesPhoto(van, new byte[] {1});
        open(cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR), home, van);
        assertThat(_find(Image.class)).isEmpty();
    }

    @Test
    void a_position_is_in_words_and_on_a_map() {
        DeviceRow van = register(home, true);
        at(van, 55.6761);
        open(cast.user(home.id(), Group.values()), home, van);
        Div position = _get(Div.class, search -> search.withClasses("sheet-position"));
        assertThat(position.getElement().getTextRecursively()).contains("55.67610, 12.50000", "Open in OpenStreetMap");
        Element map = position.getParent().orElseThrow().getElement().getChild(1);
        assertThat(map.getTag()).isEqualTo("place-map");
        assertThat(map.getAttribute("lat")).isEqualTo("55.6761");
        assertThat(map.getAttribute("label")).contains("Van 7");
    }

    @Test
    void whether_it_is_where_it_is_to_be_is_told_and_drawn() {
        Location depot = cast.fenced(home.id(), new Geofence.Circle(new Geofence.Point(55.6761, 12.5), 250));
        DeviceRow van = register(home, depot.id(), true);
        User anna = cast.user(home.id(), Group.values());
        at(van, 55.6762);
        open(anna, home, van);
        Div position = _get(Div.class, search -> search.withClasses("sheet-position"));
        assertThat(position.getElement().getTextRecursively()).contains("inside the geofence of " + depot.name());
        Element map = position.getParent().orElseThrow().getElement().getChild(1);
        assertThat(map.getAttribute("area")).contains("\"radiusM\":250");
        Browser.close();
        at(van, 55.7);
        open(anna, home, van);
        assertThat(_get(Div.class, search -> search.withClasses("sheet-position"))
                        .getElement()
                        .getTextRecursively())
                .contains("outside the geofence of " + depot.name());
    }

    @Test
    void measures_stand_in_the_units_that_the_viewer_reads() {
        DeviceRow van = register(home, true);
        at(van, 55.6762);
        jdbc.sql("update device_presence set cpu_c = 40.4, acc_m = 25, speed_kmh = 50 where device_id = ?")
                .param(van.id().value())
                .update();
        User anna = cast.user(home.id(), Group.values());
        open(anna, home, van);
        assertThat(page()).contains("40 °C", "within 25 m · 50 km/h");
        Browser.close();
        jdbc.sql("update app_user set units = 'IMPERIAL' where id = ?")
                .param(anna.id().value())
                .update();
        open(anna, home, van);
        assertThat(page()).contains("105 °F", "within 82 ft · 31 mph").doesNotContain("°C");
    }

    @Test
    void who_cannot_say_that_alerts_were_looked_at_is_not_asked_to() {
        DeviceRow van = register(home, true);
        jdbc.sql("update device_presence set last_seen_at = current_timestamp where device_id = ?")
                .param(van.id().value())
                .update();
        jdbc.sql(
                        "insert into device_alert (device_id, kind, raised_at) values (?, 'CLONE_SUSPECTED', current_timestamp)")
                .param(van.id().value())
                .update();
        open(cast.user(home.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS), home, van);
        assertThat(advice()).isEqualTo("Something looks odd: look at the alerts.");
        Browser.close();
        open(cast.user(home.id(), Group.values()), home, van);
        assertThat(advice()).isEqualTo("Something looks odd: look at the alerts, and say when you have.");
    }

    private static String page() {
        return Stream.of("sheet-facts", "sheet-position")
                .map(part -> _get(Div.class, search -> search.withClasses(part))
                        .getElement()
                        .getTextRecursively())
                .collect(Collectors.joining("\n"));
    }

    private void at(DeviceRow device, double lat) {
        jdbc.sql("update device_presence set lat = ?, lon = 12.5, position_at = current_timestamp where device_id = ?")
                .params(lat, device.id().value())
                .update();
    }
}
