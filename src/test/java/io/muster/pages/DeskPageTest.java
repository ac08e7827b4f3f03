package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.DownloadKt;
import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBoxBase.CustomValueSetEvent;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceTags;
import io.muster.device.RegisterDevice;
import io.muster.device.Tag;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.ui.Question;
import io.muster.user.SavedViews;
import io.muster.user.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What people at a desk do with devices: vehicles, tags, views of their own, files. */
@MusterTest
class DeskPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    @Autowired
    SavedViews views;

    private Customer home;
    private User manager;

    @BeforeEach
    void family() {
        home = cast.customer();
        manager = cast.user(home.id(), Group.values());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private DeviceRow register(String name) {
        UnitId unit = new UnitId("deskpage-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, new Name(name), home.id(), null, true)))
                .device();
    }

    private void open(String address) {
        if (UI.getCurrent() == null) {
            Browser.open(context, manager);
        }
        String[] parts = address.split("\\?", 2);
        UI.getCurrent()
                .navigate(
                        "accounts/" + home.id() + "/" + parts[0],
                        QueryParameters.fromString(parts.length < 2 ? "" : parts[1]));
    }

    private static void choose(String item) {
        MenuItem chosen = items().stream()
                .filter(each -> each.getText().equals(item))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(chosen, new ClickEvent<Component>(chosen));
    }

    private static List<MenuItem> items() {
        return _find(MenuBar.class).stream()
                .flatMap(bar -> bar.getItems().stream())
                .flatMap(item -> item.getSubMenu().getItems().stream())
                .toList();
    }

    private static void save() {
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Save")));
    }

    private static void fill(String label, String value) {
        _setValue(_get(_get(Dialog.class), TextField.class, search -> search.withLabel(label)), value);
    }

    private static String facts() {
        return _get(Div.class, search -> search.withClasses("sheet-facts"))
                .getElement()
                .getTextRecursively();
    }

    @SuppressWarnings("unchecked")
    private static Grid<DeviceRow> grid() {
        return _get(Grid.class);
    }

    private static List<String> names() {
        return GridKt._findAll(grid()).stream().map(DeviceRow::name).toList();
    }

    private DeviceRow now(DeviceRow device) {
        return Cast.as(cast.owner(), () -> devices.get(device.id()));
    }

    @Test
    void the_vehicle_of_a_device_is_entered_and_shown() {
        DeviceRow van = register("Van 7");
        open("devices/" + van.id());
        choose("Vehicle…");
        fill("Plate", "ab 12 345");
        fill("VIN", "nonsense");
        _setValue(_get(_get(Dialog.class), IntegerField.class, search -> search.withLabel("Year")), 1492);
        save();
        assertThat(_find(Dialog.class)).hasSize(1);
        assertThat(_find(_get(Dialog.class), TextField.class, search -> search.withLabel("VIN")))
                .allMatch(TextField::isInvalid);
        IntegerField year = _get(_get(Dialog.class), IntegerField.class, search -> search.withLabel("Year"));
        assertThat(year.isInvalid()).as("all of them at once").isTrue();
        _setValue(year, null);
        fill("VIN", "1M8GDM9AXKP042789");
        fill("Make", "Volvo");
        save();
        assertThat(_find(Dialog.class)).isEmpty();
        assertThat(facts()).contains("AB 12 345", "Volvo", "1M8GDM9AXKP042789", "The check digit does not fit");
        choose("Vehicle…");
        for (String label : List.of("Plate", "VIN", "Make")) {
            fill(label, "");
        }
        save();
        assertThat(facts()).doesNotContain("AB 12 345");
        assertThat(now(van).vehicle()).isNull();
    }

    @Test
    void a_dialog_asks_before_what_was_typed_is_lost() {
        DeviceRow van = register("Van 7");
        open("devices/" + van.id());
        choose("Vehicle…");
        _click(_get(_get(Dialog.class), Button.class, search -> search.withText("Cancel")));
        assertThat(_find(Dialog.class)).as("nothing was typed").isEmpty();
        choose("Vehicle…");
        Dialog dialog = _get(Dialog.class);
        fill("Make", "Volvo");
        ComponentUtil.fireEvent(dialog, new Dialog.DialogCloseActionEvent(dialog, true));
        _click(_get(_get(Question.class), Button.class, search -> search.withText("Keep editing")));
        open("devices");
        _click(_get(_get(Question.class), Button.class, search -> search.withText("Keep editing")));
        assertThat(_get(_get(Dialog.class), TextField.class, search -> search.withLabel("Make"))
                        .getValue())
                .isEqualTo("Volvo");
        _click(_get(dialog, Button.class, search -> search.withText("Cancel")));
        _click(_get(_get(Question.class), Button.class, search -> search.withText("Discard")));
        assertThat(_find(Dialog.class)).isEmpty();
        choose("Vehicle…");
        fill("Make", "Volvo");
        open("devices");
        _click(_get(_get(Question.class), Button.class, search -> search.withText("Discard")));
        assertThat(_find(Dialog.class)).isEmpty();
        assertThat(names()).containsExactly("Van 7");
        open("devices/" + van.id());
        choose("Vehicle…");
        fill("Make", "Volvo");
        save();
        open("devices");
        assertThat(_find(Question.class)).as("it has been saved").isEmpty();
        assertThat(names()).containsExactly("Van 7");
    }

    @Test
    void an_odometer_that_is_no_number_deletes_nothing() {
        DeviceRow van = register("Van 8");
        Cast.does(manager, () -> vehicles.edit(van.id(), null, new Vehicle("AB 8", null, 12_000L, null, null)));
        open("devices/" + van.id());
        choose("Vehicle…");
        IntegerField odometer = _get(IntegerField.class, search -> search.withLabel("Odometer (km)"));
        odometer.setValue(null);
        Browser.type(odometer, "12e");
        save();
        assertThat(_find(Dialog.class)).hasSize(1);
        assertThat(odometer.isInvalid()).isTrue();
        assertThat(now(van).vehicle())
                .isNotNull()
                .satisfies(vehicle -> assertThat(vehicle.odometerKm()).isEqualTo(12_000L));
        Browser.type(odometer, "");
        save();
        assertThat(now(van).vehicle())
                .isNotNull()
                .satisfies(vehicle -> assertThat(vehicle.odometerKm()).isNull());
    }

    @Test
    void tags_of_one_device_are_changed_on_its_page() {
        DeviceRow van = register("Van 7");
        Cast.does(manager, () -> tags.change(List.of(van.unitId()), Tag.of("cold,old"), Set.of()));
        open("devices/" + van.id());
        assertThat(facts()).contains("cold", "old");
        choose("Tags…");
        tagField("Tags").setValue(Set.of("cold"));
        save();
        assertThat(now(van).tags()).containsExactly("cold");
    }

    @SuppressWarnings("unchecked")
    private static MultiSelectComboBox<String> tagField(String label) {
        return _get(_get(Dialog.class), MultiSelectComboBox.class, search -> search.withLabel(label));
    }

    @Test
    void many_devices_are_tagged_at_once_and_found_again() {
        DeviceRow one = register("one");
        DeviceRow two = register("two");
        register("three");
        open("devices");
        grid().asMultiSelect().select(now(one), now(two));
        _click(_get(Button.class, search -> search.withText("Tags…")));
        MultiSelectComboBox<String> more = tagField("Add to all of them");
        ComponentUtil.fireEvent(more, new CustomValueSetEvent<>(more, false, "Winter tyres, NIGHT"));
        assertThat(more.getValue()).containsExactlyInAnyOrder("winter tyres", "night");
        save();
        assertThat(now(two).tags()).containsExactly("night", "winter tyres");
        open("devices?tag=night");
        assertThat(names()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void a_view_is_saved_chosen_and_opens_first() {
        register("never");
        Cast.does(
                manager,
                () -> vehicles.edit(register("other").id(), null, new Vehicle("AB 1", null, null, null, null)));
        open("devices?q=never");
        choose("Save this view…");
        fill("Name of the view", "Mine");
        _get(_get(Dialog.class), Checkbox.class).setValue(true);
        save();
        open("devices?seen=never");
        assertThat(names()).hasSize(2);
        List<MenuItem> offered = items();
        choose("Mine (opens first)");
        assertThat(names()).containsExactly("never");
        assertThat(items())
                .as("the menu is still closing over what was chosen")
                .isEqualTo(offered)
                .anyMatch(MenuItem::isChecked);
        Browser.close();
        open("devices");
        assertThat(names()).containsExactly("never");
        assertThat(_get(TextField.class, search -> search.withPlaceholder("Search"))
                        .getValue())
                .isEqualTo("never");
        // Whoever takes the filters away is not led back to it, be it that the page is loaded anew.
        open("devices?seen=never");
        _click(_get(Button.class, search -> search.withText("Clear filters")));
        assertThat(UI.getCurrent()
                        .getInternals()
                        .getActiveViewLocation()
                        .getQueryParameters()
                        .getQueryString())
                .isEqualTo("sort=name");
        assertThat(names()).hasSize(2);
        choose("Manage views…");
        _click(_get(
                _get(Dialog.class),
                Button.class,
                search -> search.withPredicate(
                        button -> "Delete Mine".equals(button.getAriaLabel().orElse("")))));
        assertThat(Browser.notifications()).anyMatch(text -> text.contains("has been deleted"));
        Browser.close();
        open("devices");
        assertThat(names()).hasSize(2);
    }

    @Test
    void a_view_of_a_customer_that_is_out_of_reach_does_not_open_first() {
        register("here");
        Customer elsewhere = cast.customer();
        Cast.does(manager, () -> views.save("devices", "Gone", "customer=" + elsewhere.id(), List.of("name"), true));
        open("devices");
        assertThat(names()).containsExactly("here");
    }

    @Test
    void the_workbook_has_what_the_list_shows_as_texts() throws Exception {
        DeviceRow one = register("=cmd() one");
        register("other");
        Cast.does(manager, () -> {
            vehicles.edit(one.id(), null, new Vehicle("+AB 1", null, null, null, null));
            tags.change(List.of(one.unitId()), Tag.of("@cold"), Set.of());
        });
        open("devices?q=cmd");
        for (String column : List.of("Plate", "Tags")) {
            MenuItem item = items().stream()
                    .filter(each -> each.getText().equals(column))
                    .findFirst()
                    .orElseThrow();
            item.setChecked(true);
            ComponentUtil.fireEvent(item, new ClickEvent<Component>(item));
        }
        Map<String, String> parts = unzip(DownloadKt._download(_get(Anchor.class, search -> search.withText("Excel"))));
        String sheet = parts.get("xl/worksheets/sheet1.xml");
        assertThat(sheet)
                .contains("=cmd() one", "+AB 1", "@cold", "t=\"inlineStr\"")
                .doesNotContain("<f>", "other");
        String csv = new String(
                DownloadKt._download(_get(Anchor.class, search -> search.withText("Export CSV"))),
                StandardCharsets.UTF_8);
        assertThat(csv).contains("\"'+AB 1\"", "\"'@cold\"", "\"Tags\"");
    }

    private static Map<String, String> unzip(byte[] file) throws IOException {
        Path kept = Files.createTempFile("workbook", ".xlsx");
        Map<String, String> parts = new HashMap<>();
        Files.write(kept, file);
        try (ZipFile zip = new ZipFile(kept.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        } finally {
            Files.delete(kept);
        }
        return parts;
    }
}
