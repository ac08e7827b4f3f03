package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.location.Geofence;
import io.muster.location.Location;
import io.muster.location.LocationRow;
import io.muster.location.Locations;
import io.muster.ui.PlaceMap;
import io.muster.ui.Question;
import io.muster.user.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class LocationsPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    private Customer home;

    @BeforeEach
    void open() {
        home = cast.customer();
        open(cast.administrator(home.id()));
    }

    private void open(User user) {
        Browser.open(context, user);
        visit("locations");
    }

    private void visit(String tab) {
        UI.getCurrent().navigate("accounts/" + home.id() + "/" + tab);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private static Button button(Dialog dialog, String text) {
        return _get(dialog, Button.class, search -> search.withText(text));
    }

    private static TextField text(Dialog dialog, String label) {
        return _get(dialog, TextField.class, search -> search.withLabel(label));
    }

    private List<LocationRow> stored() {
        return locations.list(home.id(), ListQuery.all()).items();
    }

    private Location depot() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot " + Cast.next())));
        visit("account");
        visit("locations");
        return depot;
    }

    /** A button of the first row. */
    private static Button button(String column, String label) {
        return _get(
                (Component) GridKt._getCellComponent(_get(Grid.class), 0, column),
                Button.class,
                search -> search.withPredicate(
                        button -> button.getAriaLabel().filter(label::equals).isPresent()));
    }

    @Test
    void a_location_is_created_and_confirmed() {
        _click(_get(Button.class, search -> search.withText("Create")));
        Dialog dialog = _get(Dialog.class);
        _setValue(text(dialog, "Name"), "Harbour");
        _setValue(text(dialog, "Address"), "Kalvebod Brygge 1");
        _setValue(_get(dialog, EmailField.class), "harbour@example.com");
        _click(button(dialog, "Create"));
        assertThat(Browser.notifications()).containsExactly("Location “Harbour” has been created");
        assertThat(stored()).singleElement().matches(row -> "Kalvebod Brygge 1".equals(row.address()));
    }

    @Test
    void bad_input_is_said_at_the_field_and_nothing_is_saved() {
        _click(_get(Button.class, search -> search.withText("Create")));
        Dialog dialog = _get(Dialog.class);
        _setValue(text(dialog, "Name"), "Harbour");
        _setValue(text(dialog, "Phone number"), "call me");
        _click(button(dialog, "Create"));
        assertThat(text(dialog, "Phone number").getErrorMessage()).startsWith("Enter a phone number");
        assertThat(dialog.isOpened()).isTrue();
        assertThat(stored()).isEmpty();
    }

    @Test
    void who_may_not_see_users_reads_no_number_of_them() {
        depot();
        Browser.close();
        open(cast.user(home.id(), Group.FLEET_MANAGEMENT));
        assertThat(titles()).contains("Devices").doesNotContain("Users");
        Browser.resize(360);
        assertThat(card()).endsWith("no devices").doesNotContain("users");
        Browser.close();
        open(cast.user(home.id(), Group.FLEET_MANAGEMENT, Group.ACCOUNT_ADMINISTRATOR));
        assertThat(titles()).contains("Devices", "Users");
        Browser.resize(360);
        assertThat(card()).endsWith("no users · no devices");
    }

    @SuppressWarnings("unchecked")
    private static List<String> titles() {
        return ((Grid<LocationRow>) _get(Grid.class))
                .getColumns().stream().map(Grid.Column::getHeaderText).toList();
    }

    private static String card() {
        Grid<?> grid = _get(Grid.class);
        grid.getColumns().getLast().setKey("card");
        return GridKt._getCellComponent(grid, 0, "card").getElement().getTextRecursively();
    }

    @SuppressWarnings("unchecked")
    private static void shape(Dialog dialog, int choice) {
        RadioButtonGroup<Object> shape = _get(dialog, RadioButtonGroup.class);
        _setValue(shape, shape.getListDataView().getItem(choice));
    }

    private static TextArea geoJson(Dialog dialog) {
        return _get(dialog, TextArea.class, search -> search.withLabel("GeoJSON"));
    }

    @Test
    void a_circle_around_a_location_is_entered_with_coordinates_that_were_copied() {
        Location depot = depot();
        _click(button("name", "Edit location " + depot.name()));
        Dialog dialog = _get(Dialog.class);
        shape(dialog, 1);
        _click(button(dialog, "Save"));
        assertThat(text(dialog, "Radius (m)").getErrorMessage()).isEqualTo("This is required.");
        _setValue(text(dialog, "Latitude"), "48.20820, 16.37380");
        assertThat(text(dialog, "Longitude").getValue()).isEqualTo("16.37380");
        _setValue(text(dialog, "Radius (m)"), "5");
        _click(button(dialog, "Save"));
        assertThat(text(dialog, "Radius (m)").getErrorMessage())
                .isEqualTo("A radius is a number of meters from 10 to 1,000,000.");
        assertThat(text(dialog, "Latitude").isInvalid()).isFalse();
        _setValue(text(dialog, "Radius (m)"), "250");
        Element map = _get(dialog, PlaceMap.class).getElement();
        assertThat(map.getAttribute("area")).contains("\"radiusM\":250");
        _click(button(dialog, "Save"));
        assertThat(stored())
                .singleElement()
                .matches(row -> new Geofence.Circle(new Geofence.Point(48.2082, 16.3738), 250).equals(row.geofence()));

        _click(button("address", "Circle, 250 m: geofence of " + depot.name()));
        Dialog shown = _get(Dialog.class);
        assertThat(shown.getElement().getTextRecursively()).contains("Circle, 250 m around 48.20820, 16.37380");
        assertThat(_get(shown, PlaceMap.class).getElement().getAttribute("area"))
                .isEqualTo(map.getAttribute("area"));
        _click(button(shown, "Close"));
        _click(button("name", "Edit location " + depot.name()));
        Dialog again = _get(Dialog.class);
        assertThat(text(again, "Latitude").getValue()).isEqualTo("48.2082");
        assertThat(text(again, "Radius (m)").getValue()).isEqualTo("250");
        shape(again, 0);
        _click(button(again, "Save"));
        assertThat(stored()).singleElement().matches(row -> row.geofence() == null);
    }

    @Test
    void a_polygon_is_pasted_and_what_is_wrong_with_it_is_said_there_and_stays() {
        _click(_get(Button.class, search -> search.withText("Create")));
        Dialog dialog = _get(Dialog.class);
        shape(dialog, 2);
        String crossed = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,10],[10,0],[0,10]]]}";
        _setValue(geoJson(dialog), crossed);
        assertThat(geoJson(dialog).getErrorMessage()).isEqualTo("The border crosses itself.");
        _click(button(dialog, "Create"));
        assertThat(text(dialog, "Name").isInvalid()).isTrue();
        assertThat(geoJson(dialog).isInvalid()).isTrue();
        assertThat(geoJson(dialog).getValue()).isEqualTo(crossed);
        _setValue(text(dialog, "Name"), "Field");
        _setValue(
                geoJson(dialog),
                "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10]]]}}");
        assertThat(geoJson(dialog).isInvalid()).isFalse();
        _click(button(dialog, "Create"));
        assertThat(stored())
                .singleElement()
                .satisfies(
                        row -> assertThat(row.geofence()).hasToString("polygon of 3 points around 5.00000, 5.00000"));
    }

    @Test
    void a_location_is_edited() {
        Location depot = depot();
        _click(button("name", "Edit location " + depot.name()));
        Dialog dialog = _get(Dialog.class);
        _setValue(text(dialog, "Name"), "Yard");
        _click(button(dialog, "Save"));
        assertThat(stored()).singleElement().matches(row -> row.name().equals("Yard"));
    }

    @Test
    void a_deleted_location_comes_back_by_undo() {
        Location depot = depot();
        _click(button("actions", "Delete location " + depot.name()));
        _click(_get(Question.class).confirm());
        assertThat(stored()).isEmpty();
        _click(_get(Button.class, search -> search.withText("Undo")));
        assertThat(stored()).singleElement().matches(row -> row.id().equals(depot.id()));
    }

    @Test
    void in_a_narrow_window_a_location_is_a_card_with_the_same_buttons_and_in_a_wide_one_a_line_again() {
        Location depot = depot();
        Grid<?> grid = _get(Grid.class);
        int columns = visible(grid).size();
        Browser.resize(360);
        assertThat(visible(grid)).hasSize(1);
        visible(grid).getFirst().setKey("card");
        Component card = GridKt._getCellComponent(grid, 0, "card");
        assertThat(card.getElement().getTextRecursively()).contains(depot.name().value());
        assertThat(_find(card, Button.class)).hasSize(2);
        Browser.resize(1280);
        assertThat(visible(grid)).hasSize(columns).hasSizeGreaterThan(1);
    }

    private static List<? extends Grid.Column<?>> visible(Grid<?> grid) {
        return grid.getColumns().stream().filter(Component::isVisible).toList();
    }

    @Test
    void who_may_not_manage_locations_sees_them_without_buttons() {
        depot();
        Browser.close();
        open(cast.user(home.id(), Group.FULL_DEVICE_ACCESS));
        _assertNone(Button.class, search -> search.withText("Create"));
        assertThat(GridKt._getCellComponent(_get(Grid.class), 0, "actions").getChildren())
                .isEmpty();
    }

    @Test
    void an_installer_has_no_list_of_locations() {
        Browser.close();
        open(cast.user(home.id(), Group.INSTALLER));
        assertThat(_get(H1.class).getText()).isEqualTo("Scan the label");
        _assertNone(Grid.class);
        Browser.close();
        open(cast.user(home.id(), Group.NESTED_CUSTOMER_ADMINISTRATOR));
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_device_is_registered_at_a_location_of_its_customer() {
        Location depot = depot();
        visit("devices");
        _click(_get(Button.class, search -> search.withText("Register device")));
        Dialog dialog = _get(Dialog.class);
        _setValue(text(dialog, "Unit ID"), "placed-" + Cast.next());
        ComboBox<Locations.Choice> location = _get(dialog, ComboBox.class, search -> search.withLabel("Location"));
        location.setValue(new Locations.Choice(depot.id(), depot.name()));
        _click(button(dialog, "Register"));
        assertThat(devices.list(home.id(), ListQuery.all(), DeviceFilter.NONE).items())
                .singleElement()
                .matches(row -> depot.id().equals(row.locationId()));
    }
}
