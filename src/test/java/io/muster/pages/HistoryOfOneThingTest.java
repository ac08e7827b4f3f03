package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.ClickEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.audit.HistoryEntry;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.Change;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class HistoryOfOneThingTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Users users;

    @Autowired
    DeviceRegistry devices;

    private Customer home;
    private User person;
    private DeviceRow device;
    private User administrator;

    @BeforeEach
    void live() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        person = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        Cast.as(administrator, () -> users.setActive(person.id(), false));
        UnitId unit = new UnitId("told-" + Cast.next());
        device = Cast.as(administrator, () -> devices.register(new RegisterDevice(unit, null, home.id(), null, true)))
                .device();
        Browser.open(context, administrator);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void open(String sort, Object id) {
        UI.getCurrent().navigate("accounts/" + home.id() + "/history", QueryParameters.of(sort, id.toString()));
    }

    @SuppressWarnings("unchecked")
    private static List<HistoryEntry> shown() {
        return GridKt._findAll((Grid<HistoryEntry>) _get(Grid.class));
    }

    @Test
    void a_user_has_a_page_with_an_address_of_its_own_and_a_way_back() {
        open("user", person.id());
        assertThat(shown())
                .hasSize(2)
                .allMatch(entry -> entry.kind() == Change.Kind.USER
                        && entry.entity().equals(person.id().toString()));
        assertThat(_get(H2.class).getText()).isEqualTo("History of the user " + person.username());
        Anchor back = _get(Anchor.class, search -> search.withText("← Users"));
        assertThat(back.getHref()).isEqualTo("accounts/" + home.id() + "/users");
    }

    @Test
    void a_device_and_a_customer_have_one_too_and_everything_comes_back() {
        open("device", device.id());
        assertThat(shown())
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo(Change.Kind.DEVICE));
        open("customer", home.id());
        assertThat(shown()).isNotEmpty().allMatch(entry -> entry.kind() == Change.Kind.CUSTOMER);
        int before = shown().size();
        _click(_get(
                Button.class,
                search -> search.withPredicate(button -> button.getText().startsWith("Only "))));
        assertThat(shown()).hasSizeGreaterThan(before);
        _assertNone(H2.class);
    }

    @Test
    void what_is_out_of_reach_looks_like_what_never_was() {
        User foreign = cast.user(cast.customer().id(), Group.FLEET_MANAGEMENT);
        open("user", foreign.id());
        assertThat(shown()).isEmpty();
        String heading = _get(H2.class).getText();
        assertThat(heading).doesNotContain(foreign.username());
        open("user", "999999999");
        assertThat(shown()).isEmpty();
        assertThat(_get(H2.class).getText()).isEqualTo(heading);
    }

    @Test
    void one_gets_there_from_the_list() {
        UI.getCurrent().navigate("accounts/" + home.id() + "/devices");
        @SuppressWarnings("unchecked")
        Grid<DeviceRow> grid = _get(Grid.class);
        MenuItem history = _get((Component) GridKt._getCellComponent(grid, 0, "actions"), MenuBar.class)
                .getItems()
                .getFirst()
                .getSubMenu()
                .getItems()
                .stream()
                .filter(each -> each.getText().equals(each.getTranslation("history.show")))
                .findFirst()
                .orElseThrow();
        ComponentUtil.fireEvent(history, new ClickEvent<>(history));
        assertThat(_get(H2.class).getText()).startsWith("History of the device");
    }
}
