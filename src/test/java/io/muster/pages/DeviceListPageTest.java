package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.DownloadKt;
import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.FleetFigures;
import io.muster.device.LastSeen;
import io.muster.device.RegisterDevice;
import io.muster.device.Retirement;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is wanted of the list of devices: filters, order, columns, and the file of it. */
@MusterTest
class DeviceListPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Locations locations;

    @Autowired
    Retirement retirement;

    @Autowired
    FleetFigures figures;

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

    private DeviceRow register(CustomerId customer, String name, boolean accept) {
        UnitId unit = new UnitId("list-" + Cast.next());
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(new RegisterDevice(unit, new Name(name), customer, null, accept)))
                .device();
    }

    private void heard(DeviceRow device, Duration ago) {
        jdbc.sql("update device_presence set last_seen_at = ? where device_id = ?")
                .params(
                        Instant.now().minus(ago).atOffset(ZoneOffset.UTC),
                        device.id().value())
                .update();
    }

    private void tells(DeviceRow device, String column, String value) {
        jdbc.sql("update device set " + column + " = ? where id = ?")
                .params(value, device.id().value())
                .update();
    }

    private void open(String address) {
        Browser.open(context, manager);
        visit(address);
    }

    private void visit(String address) {
        String[] parts = address.split("\\?", 2);
        UI.getCurrent()
                .navigate(
                        "accounts/" + home.id() + "/" + parts[0],
                        QueryParameters.fromString(parts.length < 2 ? "" : parts[1]));
    }

    @SuppressWarnings("unchecked")
    private static Grid<DeviceRow> grid() {
        return _get(Grid.class);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < GridKt._size(grid()); i++) {
            names.add(GridKt._get(grid(), i).name());
        }
        return names;
    }

    @Test
    void an_address_says_what_is_shown_and_in_which_order() {
        heard(register(home.id(), "b", true), Duration.ofMinutes(5));
        heard(register(home.id(), "a", true), Duration.ofHours(2));
        heard(register(home.id(), "old", true), Duration.ofDays(9));
        register(home.id(), "new", true);
        open("devices?seen=week&sort=-lastSeenAt");
        assertThat(names()).containsExactly("b", "a");
        assertThat(grid().getSortOrder()).hasSize(1);
        visit("devices?seen=never");
        assertThat(names()).containsExactly("new");
        visit("devices?q=OL");
        assertThat(names()).containsExactly("old");
        assertThat(_get(TextField.class, search -> search.withPlaceholder("Search"))
                        .getValue())
                .isEqualTo("OL");
        visit("devices?seen=nonsense&sort=password&customer=x");
        assertThat(names()).hasSize(4);
    }

    @Test
    void a_device_that_nobody_has_named_is_not_called_as_its_id_whatever_that_looks_like() {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        DeviceRow unnamed = Cast.as(
                        cast.owner(), () -> devices.register(new RegisterDevice(unit, null, home.id(), null, true)))
                .device();
        open("devices");
        Component name = GridKt._getCellComponent(grid(), 0, "name");
        assertThat(name.getElement().getTextRecursively()).isEqualTo("No name yet");
        Browser.resize(360);
        String card = card().getElement().getTextRecursively();
        assertThat(card).containsOnlyOnce(unit.shown()).doesNotContain("No name yet");
        Browser.resize(1280);
        visit("devices/" + unnamed.id());
        assertThat(_get(H2.class).getText()).isEqualTo(unit.shown());
    }

    @Test
    void a_device_that_is_out_of_use_is_not_online_in_the_list_nor_on_a_card_nor_on_its_page() {
        DeviceRow van = register(home.id(), "Van", true);
        heard(van, Duration.ofSeconds(10));
        open("devices");
        assertThat(presence()).isEqualTo("Online");
        Cast.does(cast.owner(), () -> retirement.decommission(van.id(), null));
        visit("devices?sort=name");
        assertThat(presence()).isEqualTo("Offline");
        Browser.resize(360);
        assertThat(card().getElement().getTextRecursively()).contains("Offline").doesNotContain("Online");
        Browser.resize(1280);
        visit("devices/" + van.id());
        assertThat(_find(Span.class))
                .extracting(Span::getText)
                .contains("Offline")
                .doesNotContain("Online");
        visit("devices?seen=online");
        assertThat(names()).isEmpty();
    }

    private static String presence() {
        return GridKt._getCellComponent(grid(), 0, "presence").getElement().getTextRecursively();
    }

    private static Component card() {
        Grid.Column<DeviceRow> column = grid().getColumns().stream()
                .filter(Component::isVisible)
                .findFirst()
                .orElseThrow();
        column.setKey("card");
        return GridKt._getCellComponent(grid(), 0, "card");
    }

    @Test
    void devices_that_are_not_shown_any_more_are_not_chosen_either() {
        register(home.id(), "in", true);
        register(home.id(), "out", true);
        open("devices");
        grid().asMultiSelect().select(GridKt._findAll(grid()));
        visit("devices?sort=-name");
        assertThat(grid().getSelectedItems())
                .as("sorting shows the same devices")
                .hasSize(2);
        visit("devices?seen=online&sort=-name");
        assertThat(grid().getSelectedItems()).isEmpty();
    }

    @Test
    void a_choice_is_taken_back_by_a_button() {
        register(home.id(), "a", true);
        register(home.id(), "b", true);
        open("devices");
        assertThat(_find(Button.class, search -> search.withText("Clear selection")))
                .isEmpty();
        grid().asMultiSelect().select(GridKt._get(grid(), 0));
        _click(_get(Button.class, search -> search.withText("Select all 2")));
        assertThat(grid().getSelectedItems()).hasSize(2);
        _click(_get(Button.class, search -> search.withText("Clear selection")));
        assertThat(grid().getSelectedItems()).isEmpty();
    }

    @Test
    void where_it_is_decided_who_gets_in_what_matters_for_it_comes_first() {
        register(home.id(), "waits", false);
        open("devices?state=undecided");
        assertThat(titles()).startsWith("presence", "name", "likely", "created", "state");
        visit("devices");
        assertThat(titles()).startsWith("presence", "name", "state", "unitId", "customer");
    }

    @Test
    void the_fields_show_what_the_address_says() {
        register(home.id(), "in", true);
        open("devices?seen=online");
        Select<?> seen = _find(Select.class).getFirst();
        assertThat(seen.getValue()).isEqualTo(LastSeen.ONLINE);
        assertThat(names()).isEmpty();
        visit("devices");
        assertThat(seen.getValue()).isNull();
        assertThat(names()).containsExactly("in");
    }

    @Test
    void a_nested_customer_is_a_filter_with_everything_below_it() {
        register(home.id(), "here", true);
        register(child.id(), "below", true);
        register(cast.customer(child.id()).id(), "deep", true);
        open("devices?customer=" + child.id());
        assertThat(names()).containsExactlyInAnyOrder("below", "deep");
    }

    @Test
    void a_customer_that_is_gone_out_of_reach_or_elsewhere_in_the_tree_narrows_nothing() {
        Customer sibling = cast.customer();
        register(sibling.id(), "theirs", true);
        register(home.id(), "here", true);
        register(child.id(), "below", true);
        for (CustomerId wanted : List.of(sibling.id(), new CustomerId(987_654_321))) {
            open("devices?customer=" + wanted);
            assertThat(names()).containsExactlyInAnyOrder("here", "below");
            assertThat(Browser.notifications()).anyMatch(text -> text.contains("no longer there"));
            Browser.close();
        }
        Browser.open(context, manager);
        UI.getCurrent()
                .navigate(
                        "accounts/" + child.id() + "/devices",
                        QueryParameters.of("customer", home.id().toString()));
        assertThat(names()).containsExactly("below");
    }

    @Test
    void a_location_that_goes_while_the_list_is_narrowed_to_it_narrows_nothing_any_more() {
        Location depot = Cast.as(cast.owner(), () -> locations.create(home.id(), new Name("Depot")));
        register(home.id(), "here", true);
        open("devices?location=" + depot.id());
        assertThat(names()).isEmpty();
        Cast.does(cast.owner(), () -> locations.delete(depot.id(), null));
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(names()).containsExactly("here");
        });
        assertThat(Browser.notifications()).anyMatch(text -> text.contains("no longer there"));
    }

    @Test
    void every_identifier_is_searched() {
        DeviceRow van = register(home.id(), "van", true);
        register(home.id(), "other", true);
        tells(van, "imei", "356938035643809");
        tells(van, "iccid", "89450421180216254864");
        tells(van, "vin", "WVWZZZ1JZXW000001");
        tells(van, "serial", "SN-0042x");
        open("devices");
        for (String typed :
                List.of("356938035643809", "5643", "89450421180216254864", "wvwzzz1j", "ZXW000001", "sn-0042X")) {
            assertThat(Cast.as(manager, () -> devices.list(home.id(), ListQuery.search(typed), DeviceFilter.NONE))
                            .items())
                    .as(typed)
                    .extracting(DeviceRow::name)
                    .contains("van")
                    .doesNotContain("other");
        }
        String id = van.id().toString();
        assertThat(Cast.as(manager, () -> devices.list(home.id(), ListQuery.search(id), DeviceFilter.NONE))
                        .items())
                .as("a short id may be part of another identifier too")
                .extracting(DeviceRow::name)
                .contains("van");
    }

    @Test
    void columns_that_somebody_chose_are_there_next_time() {
        register(home.id(), "van", true);
        open("devices");
        assertThat(grid().getColumnByKey("imei").isVisible()).isFalse();
        MenuItem imei = item("IMEI");
        imei.setChecked(true);
        ComponentUtil.fireEvent(imei, new ClickEvent<Component>(imei));
        assertThat(grid().getColumnByKey("imei").isVisible()).isTrue();
        Browser.close();
        open("devices");
        assertThat(grid().getColumnByKey("imei").isVisible()).isTrue();
        assertThat(grid().getColumnByKey("vin").isVisible()).isFalse();
        Browser.resize(360);
        assertThat(grid().getColumnByKey("imei").isVisible()).isFalse();
        Browser.resize(1280);
        assertThat(grid().getColumnByKey("imei").isVisible()).isTrue();
        assertThat(grid().getColumnByKey("vin").isVisible()).isFalse();
    }

    @Test
    void columns_stay_in_the_order_that_somebody_gave_them_and_so_does_the_file() {
        register(home.id(), "van", true);
        open("devices");
        assertThat(titles()).startsWith("presence", "name", "state", "unitId", "customer");
        MenuItem order = item("Change the order…");
        ComponentUtil.fireEvent(order, new ClickEvent<Component>(order));
        assertThat(step("Move Connection forward").isEnabled()).isFalse();
        _click(step("Move Connection back"));
        _click(step("Move Customer forward"));
        _click(step("Move Customer forward"));
        List<String> wanted = List.of("name", "presence", "customer", "state", "unitId");
        assertThat(titles()).startsWith(wanted.toArray(String[]::new));
        Browser.close();
        open("devices");
        assertThat(titles()).startsWith(wanted.toArray(String[]::new));
        assertThat(titles()).as("what can be done is at the end").endsWith("actions");
        assertThat(file().getFirst()).matches("\uFEFF?\"Name\",\"Connection\",\"Customer\",\"State\",\"Unit ID\",.*");
    }

    @Test
    void a_column_that_is_chosen_later_stands_behind_the_one_that_it_usually_follows() {
        register(home.id(), "van", true);
        open("devices");
        MenuItem order = item("Change the order…");
        ComponentUtil.fireEvent(order, new ClickEvent<Component>(order));
        _click(step("Move Unit ID forward"));
        _click(step("Move Unit ID forward"));
        MenuItem imei = item("IMEI");
        imei.setChecked(true);
        ComponentUtil.fireEvent(imei, new ClickEvent<Component>(imei));
        assertThat(titles()).startsWith("presence", "unitId", "imei", "name", "state");
    }

    @Test
    void every_column_can_be_sorted_by() {
        tells(register(home.id(), "a", true), "model", "x");
        tells(register(home.id(), "b", true), "model", "a");
        for (String sort : List.of(
                "online",
                "name",
                "unitId",
                "id",
                "imei",
                "iccid",
                "vin",
                "customer",
                "location",
                "lastSeenAt",
                "firmware",
                "model",
                "board",
                "voltage",
                "state")) {
            for (String direction : List.of("", "-")) {
                ListQuery query = new ListQuery("", ListQuery.order(direction + sort), 1, 0, null);
                List<DeviceRow> all = new ArrayList<>();
                Cast.does(manager, () -> devices.export(home.id(), query, DeviceFilter.NONE, all::add));
                assertThat(all).as(direction + sort).extracting(DeviceRow::name).containsExactlyInAnyOrder("a", "b");
            }
        }
        open("devices?sort=model");
        assertThat(names()).containsExactly("b", "a");
        heard(register(home.id(), "c", true), Duration.ofMinutes(1));
        Browser.close();
        open("devices?sort=-online");
        assertThat(names()).startsWith("c");
        Browser.close();
        open("devices?sort=online");
        assertThat(names()).endsWith("c");
    }

    @Test
    void the_file_has_what_the_list_shows_and_no_formulas() throws Exception {
        register(home.id(), "=cmd() one", true);
        register(home.id(), "=cmd() two", true);
        register(home.id(), "other", true);
        open("devices?q=cmd&sort=-name");
        assertThat(names()).containsExactly("=cmd() two", "=cmd() one");
        List<String> lines = file();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"Unit ID\"").doesNotContain("IMEI");
        assertThat(lines.get(1)).contains("\"'=cmd() two\"");
        assertThat(lines.get(2)).contains("\"'=cmd() one\"");
    }

    @Test
    void the_figures_count_what_the_list_shows() {
        heard(register(home.id(), "a", true), Duration.ofMinutes(5));
        heard(register(child.id(), "b", true), Duration.ofDays(12));
        register(child.id(), "c", true);
        FleetFigures.Figures counted = Cast.as(manager, () -> figures.of(home.id()));
        assertThat(counted.total()).isEqualTo(3);
        for (LastSeen seen : LastSeen.values()) {
            DeviceFilter filter = new DeviceFilter(null, null, null, null, false, seen, null, null, false, null);
            assertThat(Cast.as(manager, () -> devices.list(home.id(), ListQuery.all(), filter))
                            .total())
                    .as(seen.name())
                    .isEqualTo(counted.heard().get(seen));
        }
    }

    @Test
    void what_somebody_does_not_see_is_not_counted_either() {
        DeviceRow van = register(home.id(), "a", true);
        heard(van, Duration.ofMinutes(5));
        tells(van, "firmware", "1.2.3");
        User administrator = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        FleetFigures.Figures counted = Cast.as(administrator, () -> figures.of(home.id()));
        assertThat(counted.total()).isEqualTo(1);
        assertThat(counted.heard().values()).containsOnly(0L);
        assertThat(Cast.as(
                        administrator, () -> figures.spread(home.id(), FleetFigures.Spread.FIRMWARE, ListQuery.all())))
                .isEmpty();
        assertThat(Cast.as(manager, () -> figures.spread(home.id(), FleetFigures.Spread.FIRMWARE, ListQuery.all())))
                .containsExactly(new FleetFigures.Share("1.2.3", 1));
    }

    private static List<String> file() {
        Anchor export = _get(Anchor.class, search -> search.withText("Export CSV"));
        return new String(DownloadKt._download(export), StandardCharsets.UTF_8)
                .substring(1)
                .lines()
                .toList();
    }

    private static MenuItem item(String text) {
        return _find(MenuBar.class).stream()
                .flatMap(bar -> bar.getItems().stream())
                .flatMap(item -> item.getSubMenu().getItems().stream())
                .filter(item -> item.getText().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Keys of the columns that are shown, from the left. */
    private List<String> titles() {
        return grid().getColumns().stream()
                .filter(Grid.Column::isVisible)
                .map(Grid.Column::getKey)
                .toList();
    }

    private static Button step(String label) {
        return _find(Button.class).stream()
                .filter(button -> button.getAriaLabel().filter(label::equals).isPresent())
                .findFirst()
                .orElseThrow();
    }
}
