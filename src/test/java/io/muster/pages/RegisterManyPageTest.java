package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.github.mvysny.kaributesting.v10.UploadKt;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.upload.Upload;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.customer.Quota;
import io.muster.customer.Quotas;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.NewDevice;
import io.muster.device.RegisterDevice;
import io.muster.device.UnitCredentials;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Many devices are registered at once. */
@MusterTest
class RegisterManyPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceImport imports;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    Locations locations;

    @Autowired
    Customers customers;

    @Autowired
    Quotas quotas;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private Customer child;
    private User manager;

    @BeforeEach
    void family() {
        home = cast.customer();
        child = cast.customer(home.id());
        manager = cast.user(home.id(), Group.values());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private List<DeviceRow> all() {
        return Cast.as(manager, () -> devices.list(home.id(), ListQuery.all(), DeviceFilter.NONE))
                .items();
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertion.run();
        });
    }

    private static String unit() {
        return "many-" + Cast.next();
    }

    @Test
    void a_file_in_another_encoding_is_refused_before_names_are_spoiled() {
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        _click(_get(Button.class, search -> search.withText("Register many")));
        Dialog dialog = _get(Dialog.class);
        byte[] file = ("unitId;name\n" + unit() + ";Lieferwagen München\n").getBytes(StandardCharsets.ISO_8859_1);
        UploadKt._upload(_get(dialog, Upload.class), "devices.csv", file);
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("not a CSV file in UTF-8"));
        assertThat(_get(dialog, TextArea.class).getValue()).isEmpty();
        assertThat(_find(dialog, Grid.class)).isEmpty();
    }

    @Test
    void a_list_is_checked_put_right_registered_and_taken_back() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(child.id(), new Name("Depot")));
        String first = unit();
        String second = unit();
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        _click(_get(Button.class, search -> search.withText("Register many")));
        Dialog dialog = _get(Dialog.class);
        _setValue(
                _get(dialog, TextArea.class),
                "Unit ID;Name;Customer;Location\n" + first + ";Van 1;" + child.name() + ";depot\n" + second
                        + ";Van 2;;nowhere\n");
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("1 to register, 1 with errors"));
        Grid<?> grid = _get(dialog, Grid.class);
        TextField wrong = (TextField) GridKt._getCellComponent(grid, 1, "location");
        assertThat(wrong.isInvalid()).isTrue();
        _setValue(wrong, "");
        _click(_get(dialog, Button.class, search -> search.withText("Check again")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("2 to register, 0 with errors"));
        _click(_get(dialog, Button.class, search -> search.withText("Register 2 devices")));
        eventually(() -> assertThat(all()).hasSize(2));
        assertThat(all())
                .extracting(DeviceRow::name, DeviceRow::customerId, DeviceRow::locationId)
                .containsExactlyInAnyOrder(tuple("Van 1", child.id(), depot.id()), tuple("Van 2", home.id(), null));
        eventually(() -> assertThat(_find(dialog, Button.class, search -> search.withText("Undo")))
                .hasSize(1));
        _click(_get(dialog, Button.class, search -> search.withText("Undo")));
        eventually(() -> assertThat(all()).isEmpty());
    }

    @Test
    void what_was_put_right_is_checked_before_anything_is_registered() {
        String good = unit();
        Dialog dialog = checked(good + ";\n" + unit() + ";nowhere\n");
        TextField wrong = (TextField) GridKt._getCellComponent(_get(dialog, Grid.class), 1, "location");
        Button apply = _get(dialog, Button.class, search -> search.withText("Register 1 device"));
        assertThat(apply.isEnabled()).isTrue();
        _setValue(wrong, "");
        assertThat(apply.isEnabled()).isFalse();
        assertThat(dialog.getElement().getTextRecursively()).contains("check again to see what would happen");
        _click(_get(dialog, Button.class, search -> search.withText("Check again")));
        eventually(() -> assertThat(apply.getText()).isEqualTo("Register 2 devices"));
        assertThat(apply.isEnabled()).isTrue();
    }

    @Test
    void the_list_comes_back_with_what_was_put_right_so_that_any_line_can_be_changed() {
        String good = unit();
        String bad = unit();
        Dialog dialog = checked(good + ";\n" + bad + ";nowhere\n");
        back(dialog);
        assertThat(_get(dialog, TextArea.class).getValue())
                .as("nothing was put right")
                .isEqualTo("unitId;location\n" + good + ";\n" + bad + ";nowhere\n");
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(_find(dialog, Grid.class)).hasSize(1));
        _setValue((TextField) GridKt._getCellComponent(_get(dialog, Grid.class), 1, "location"), "");
        _click(_get(dialog, Button.class, search -> search.withText("Check again")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("2 to register, 0 with errors"));
        back(dialog);
        assertThat(_get(dialog, TextArea.class).getValue())
                .isEqualTo("\"unitId\"\r\n\"" + good + "\"\r\n\"" + bad + "\"\r\n");
        _setValue(_get(dialog, TextArea.class), bad);
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains("1 to register, 0 with errors"));
        _click(_get(dialog, Button.class, search -> search.withText("Register 1 device")));
        eventually(() -> assertThat(all()).extracting(DeviceRow::unitId).containsExactly(new UnitId(bad)));
    }

    private static void back(Dialog dialog) {
        _click(_get(dialog, Button.class, search -> search.withText("Back to the list")));
        assertThat(_find(dialog, Grid.class)).isEmpty();
        assertThat(_find(dialog, Button.class, search -> search.withText("Check")))
                .hasSize(1);
    }

    @Test
    void lines_for_which_there_is_no_room_any_more_are_not_a_dead_end() {
        Dialog dialog = checked(unit() + ";\n");
        Cast.as(cast.owner(), () -> {
            Customer now = customers.get(home.id());
            return quotas.edit(now.id(), now.version(), now.data(), new Quota(null, 0L));
        });
        _click(_get(dialog, Button.class, search -> search.withText("Register 1 device")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("No device has been registered.", "0 to register, 1 with errors"));
        assertThat(GridKt._getCellComponent(_get(dialog, Grid.class), 0, "verdict")
                        .getElement()
                        .getTextRecursively())
                .contains("No room: " + home.name());
        assertThat(all()).isEmpty();
        back(dialog);
    }

    @Test
    void lines_with_errors_can_be_looked_at_alone() {
        Dialog dialog = checked(unit() + ";\n" + unit() + ";nowhere\n" + unit() + ";\n");
        Grid<?> grid = _get(dialog, Grid.class);
        assertThat(GridKt._size(grid)).isEqualTo(3);
        Checkbox only = _get(dialog, Checkbox.class, search -> search.withLabel("Only lines with errors"));
        _setValue(only, true);
        assertThat(GridKt._size(grid)).isEqualTo(1);
        _setValue(only, false);
        assertThat(GridKt._size(grid)).isEqualTo(3);
    }

    @Test
    void what_is_under_way_is_measured_by_what_is_registered_and_not_said_to_be_nothing() {
        Dialog dialog = checked(unit() + ";\n" + unit() + ";nowhere\n");
        assertThat(_find(dialog, Span.class, search -> search.withText("Nothing has happened yet.")))
                .hasSize(1);
        // Before it is seen: one device may be registered by the time that the click returns.
        ProgressBar progress = dialog.getChildren()
                .filter(ProgressBar.class::isInstance)
                .map(ProgressBar.class::cast)
                .findFirst()
                .orElseThrow();
        _click(_get(dialog, Button.class, search -> search.withText("Register 1 device")));
        assertThat(_find(dialog, Span.class, search -> search.withText("Nothing has happened yet.")))
                .isEmpty();
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("One device has been registered.", "These lines were left out"));
        assertThat(progress.getValue()).isEqualTo(1);
    }

    @Test
    void the_passwords_do_not_go_by_escape() {
        Dialog dialog = checked(unit() + ";\n");
        assertThat(dialog.isCloseOnEsc()).isTrue();
        _click(_get(dialog, Button.class, search -> search.withText("Register 1 device")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("Download the passwords and claim codes"));
        assertThat(dialog.isCloseOnEsc()).isFalse();
        _click(_get(dialog, Button.class, search -> search.withText("Close")));
        assertThat(_find(Dialog.class)).isEmpty();
    }

    /** Back, pressed while it is under way: what was registered is shown over the next page, with the passwords of this once. */
    @Test
    void whoever_leaves_the_page_while_it_is_under_way_is_shown_the_passwords_all_the_same() {
        Dialog dialog = checked(unit() + ";\n");
        _click(_get(dialog, Button.class, search -> search.withText("Register 1 device")));
        UI.getCurrent().navigate("accounts/" + home.id() + "/users");
        assertThat(_find(Dialog.class)).as("nothing is asked").containsExactly(dialog);
        eventually(() -> assertThat(dialog.getElement().getTextRecursively())
                .contains("Download the passwords and claim codes"));
        assertThat(dialog.isOpened()).isTrue();
    }

    private Dialog checked(String lines) {
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        _click(_get(Button.class, search -> search.withText("Register many")));
        Dialog dialog = _get(Dialog.class);
        _setValue(_get(dialog, TextArea.class), "unitId;location\n" + lines);
        _click(_get(dialog, Button.class, search -> search.withText("Check")));
        eventually(() -> assertThat(dialog.getElement().getTextRecursively()).contains(" to register, "));
        return dialog;
    }

    @Test
    void each_new_unit_can_sign_in_with_the_password_that_is_shown_once() {
        List<NewDevice> lines = NewDevice.read(unit() + "\n" + unit());
        DeviceImport.Imported imported = Cast.as(manager, () -> imports.apply(home.id(), lines, count -> {}));
        assertThat(imported.credentials()).hasSize(2).allSatisfy(each -> {
            assertThat(credentials.verify(each.username(), each.password())).isTrue();
            assertThat(each.claimCode()).hasSize(10);
        });
    }

    @Test
    void what_is_wrong_with_a_line_is_said_of_it() {
        String known = unit();
        Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(new UnitId(known), null, home.id(), null, true)));
        String theirs = unit();
        Customer sibling = cast.customer();
        Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(new UnitId(theirs), null, sibling.id(), null, true)));
        String twice = unit();
        List<NewDevice> lines = NewDevice.read("unitId,customer,accept\n" + known + ",,\n" + theirs + ",,\na/b,,\n"
                + twice + ",,\n" + twice.toUpperCase(Locale.ROOT) + ",,\n" + unit() + "," + sibling.name()
                + ",\n" + unit() + "," + sibling.id() + ",\n" + unit() + ",,perhaps\n");
        List<DeviceImport.Verdict> verdicts = Cast.as(manager, () -> imports.check(home.id(), lines));
        assertThat(verdicts)
                .extracting(verdict ->
                        verdict.problems().stream().map(Rejected.Problem::key).collect(Collectors.joining()))
                .containsExactly(
                        "problem.device.registered",
                        "problem.device.unavailable",
                        verdicts.get(2).problems().getFirst().key(),
                        "",
                        "problem.import.twice",
                        "problem.customer.unknown",
                        "problem.customer.unknown",
                        "problem.import.yesNo");
        assertThat(verdicts.get(2).isGood()).isFalse();
        assertThat(all()).hasSize(1);
    }

    @Test
    void who_may_not_register_at_a_customer_registers_nothing_there() {
        User installer = cast.user(home.id(), Group.INSTALLER);
        List<NewDevice> lines = NewDevice.read(unit());
        assertThatThrownBy(() -> Cast.as(installer, () -> imports.apply(home.id(), lines, count -> {})))
                .isInstanceOf(Rejected.class);
        User administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        List<NewDevice> below = NewDevice.read("unitId,customer\n" + unit() + "," + child.id());
        assertThat(Cast.as(administrator, () -> imports.check(home.id(), below))
                        .getFirst()
                        .isGood())
                .isFalse();
        assertThat(all()).isEmpty();
    }

    @Test
    void a_unit_that_has_been_heard_since_stays() {
        List<NewDevice> lines = NewDevice.read(unit() + "\n" + unit());
        DeviceImport.Imported imported = Cast.as(manager, () -> imports.apply(home.id(), lines, count -> {}));
        jdbc.sql("update device_presence set last_seen_at = current_timestamp where device_id = ?")
                .param(imported.made().getFirst().value())
                .update();
        assertThat(Cast.as(manager, () -> imports.undo(imported.made()))).isEqualTo(1);
        assertThat(all())
                .extracting(DeviceRow::id)
                .containsExactly(imported.made().getFirst());
        User stranger = cast.user(cast.customer().id(), Group.values());
        assertThat(Cast.as(stranger, () -> imports.undo(imported.made()))).isZero();
    }

    @Test
    void ten_times_as_many_cost_no_more_statements() {
        assertThat(statements(30)).isEqualTo(statements(3));
    }

    private int statements(int count) {
        List<NewDevice> lines =
                NewDevice.read(IntStream.range(0, count).mapToObj(i -> unit()).collect(Collectors.joining("\n")));
        return StatementCounter.during(() -> Cast.does(manager, () -> imports.apply(home.id(), lines, told -> {})))
                .size();
    }
}
