package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.QueryParameters;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.FleetFigures;
import io.muster.device.RegisterDevice;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Is my fleet all right? */
@MusterTest
class OverviewPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    FleetFigures figures;

    @Autowired
    JdbcClient jdbc;

    private Customer home;
    private User manager;

    @BeforeEach
    void open() {
        home = cast.customer();
        manager = cast.user(home.id(), Group.values());
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private DeviceRow register(Customer customer) {
        UnitId unit = new UnitId("fleet-" + Cast.next());
        return Cast.as(cast.owner(), () -> devices.register(new RegisterDevice(unit, null, customer.id(), null, true)))
                .device();
    }

    private static List<Anchor> tiles() {
        return _find(Anchor.class, search -> search.withClasses("tile"));
    }

    private static String text(Anchor tile) {
        return tile.getElement().getTextRecursively();
    }

    @Test
    void each_number_leads_to_a_list_of_as_many() {
        DeviceRow heard = register(home);
        register(home);
        register(cast.customer(home.id()));
        register(cast.customer());
        jdbc.sql("update device_presence set last_seen_at = current_timestamp where device_id = ?")
                .param(heard.id().value())
                .update();
        jdbc.sql("update device set firmware = '2.0 & more' where id = ?")
                .param(heard.id().value())
                .update();
        jdbc.sql(
                        "insert into device_alert (device_id, kind, raised_at) values (?, 'CLONE_SUSPECTED', current_timestamp)")
                .param(heard.id().value())
                .update();
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/overview");
        assertThat(tiles())
                .extracting(OverviewPageTest::text)
                .containsExactly(
                        "3Devices",
                        "1Online now",
                        "1Heard today",
                        "1Heard within 30 days",
                        "2Never heard",
                        "0Waiting for a decision",
                        "1Alerts");
        List<String> addresses = _find(Anchor.class).stream()
                .map(Anchor::getHref)
                .filter(href -> href.contains("/devices?"))
                .toList();
        assertThat(addresses).hasSize(8);
        List<Integer> sizes = addresses.stream()
                .map(address -> {
                    String[] parts = address.split("\\?", 2);
                    UI.getCurrent().navigate(parts[0], QueryParameters.fromString(parts[1]));
                    return GridKt._size(_get(Grid.class));
                })
                .toList();
        assertThat(sizes).containsExactly(3, 1, 1, 1, 2, 0, 1, 1);
    }

    @Test
    void it_does_not_say_that_all_is_well_of_devices_that_nobody_has_heard() {
        DeviceRow heard = register(home);
        register(home);
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/overview");
        Paragraph verdict = _get(Paragraph.class, search -> search.withClasses("sheet-advice"));
        assertThat(verdict.getText())
                .isEqualTo("No device wants a person to look at it. 2 of 2 have never been heard.");
        assertThat(verdict.getClassNames()).doesNotContain("fine");
        jdbc.sql("update device_presence set last_seen_at = current_timestamp where device_id = ?")
                .param(heard.id().value())
                .update();
        UI.getCurrent().navigate("accounts/" + home.id() + "/account");
        UI.getCurrent().navigate("accounts/" + home.id() + "/overview");
        assertThat(_get(Paragraph.class, search -> search.withClasses("sheet-advice"))
                        .getText())
                .isEqualTo("No device wants a person to look at it. One of 2 has never been heard.");
    }

    @Test
    void it_costs_six_statements_however_many_devices_there_are() {
        register(home);
        List<String> statements = StatementCounter.during(() -> Cast.does(manager, () -> figures.of(home.id())));
        assertThat(statements).hasSize(6);
    }

    @Test
    void it_keeps_up_with_what_happens() {
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/overview");
        assertThat(text(tiles().getFirst())).isEqualTo("0Devices");
        register(home);
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(text(tiles().getFirst())).isEqualTo("1Devices");
        });
    }

    @Test
    void who_opens_no_list_of_devices_has_no_overview_either() {
        Browser.open(context, cast.user(home.id(), Group.INSTALLER));
        UI.getCurrent().navigate("accounts/" + home.id() + "/overview");
        assertThat(tiles()).isEmpty();
    }
}
