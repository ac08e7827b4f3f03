package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.H3;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.TrafficReader;
import io.muster.device.UnitTraffic;
import io.muster.kernel.Rejected;
import io.muster.user.User;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class TrafficPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    TrafficReader reader;

    @AfterEach
    void close() {
        Browser.close();
    }

    @Test
    void who_runs_the_account_sees_whether_units_are_heard() {
        Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Cast.as(cast.owner(), reader::state).health() == UnitTraffic.Health.WELL);
        Browser.open(context, cast.owner());
        UI.getCurrent().navigate("accounts/" + cast.owner().customerId() + "/ingest");
        _click(_get(Button.class, spec -> spec.withText("Status")));
        assertThat(_get(H3.class).getText()).isEqualTo("Units are heard");
        assertThat(_get(Dialog.class).getElement().getTextRecursively())
                .contains("mqtt://", "Messages since the start", "Room on the disk")
                .doesNotContain("not connected", "traffic.");
        _click(_get(Button.class, spec -> spec.withText("Refresh")));
        assertThat(_get(H3.class).getText()).isEqualTo("Units are heard");
    }

    @Test
    void a_customers_own_people_do_not() {
        Customer home = cast.customer();
        User administrator = cast.administrator(home.id());
        assertThatThrownBy(() -> Cast.as(administrator, reader::state))
                .isInstanceOf(Rejected.class)
                .satisfies(thrown -> assertThat(((Rejected) thrown).kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        User manager = cast.user(cast.owner().customerId(), Group.FLEET_MANAGEMENT);
        assertThatThrownBy(() -> Cast.as(manager, reader::state)).isInstanceOf(Rejected.class);
        Browser.open(context, administrator);
        UI.getCurrent().navigate("accounts/" + home.id() + "/ingest");
        _assertNone(Button.class, spec -> spec.withText("Status"));
    }

    @ParameterizedTest
    @EnumSource
    void every_state_has_words(UnitTraffic.Health health) {
        Browser.open(context, cast.owner());
        assertThat(UI.getCurrent().getTranslation("traffic.health." + health + ".text"))
                .doesNotContain("traffic.");
    }
}
