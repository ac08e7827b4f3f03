package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._assertNone;
import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.InstallJob;
import io.muster.device.InstallJobs;
import io.muster.device.JobLinks;
import io.muster.device.NewInstallJob;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitState;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The list of install jobs, and the page on site for whoever has the link of one. */
@MusterTest
class JobsPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    InstallJobs jobs;

    @Autowired
    JobLinks links;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    JdbcClient jdbc;

    private Customer home;

    @BeforeEach
    void a_customer() {
        home = cast.customer();
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private InstallJobs.Issued job(String name) {
        return Cast.as(
                cast.owner(),
                () -> jobs.create(new NewInstallJob(
                        new Name(name), home.id(), null, 5, Instant.now().plusSeconds(3600), null)));
    }

    private void press(String text) {
        _click(_get(Button.class, search -> search.withText(text)));
    }

    @Test
    void a_job_is_made_and_its_link_is_shown_once() {
        User manager = cast.user(home.id(), Group.DEVICE_MANAGEMENT);
        Browser.open(context, manager);
        UI.getCurrent().navigate("accounts/" + home.id() + "/jobs");
        press("Create install job");
        press("Create");
        assertThat(_get(TextField.class, search -> search.withLabel("Name")).isInvalid())
                .isTrue();
        _setValue(_get(TextField.class, search -> search.withLabel("Name")), "Garage Larsen");
        _setValue(_get(IntegerField.class, search -> search.withLabel("Units at most")), 3);
        press("Create");
        assertThat(_get(Pre.class).getText()).matches("http.*/job#[\\w-]{43}");
        assertThat(Browser.notifications()).contains("Install job “Garage Larsen” has been created");
        press("Done");
        _assertNone(Pre.class);
        assertThat(Cast.as(manager, () -> jobs.list(home.id(), ListQuery.all())).items())
                .singleElement()
                .satisfies(job -> assertThat(job.maxUnits()).isEqualTo(3));
    }

    @Test
    void a_job_that_ends_while_its_list_is_open_is_shown_as_expired() {
        InstallJobs.Issued brief = job("Brief");
        Browser.open(context, cast.user(home.id(), Group.DEVICE_MANAGEMENT));
        UI.getCurrent().navigate("accounts/" + home.id() + "/jobs");
        jdbc.sql("update install_job set expires_at = ? where id = ?")
                .params(
                        Instant.now().plusSeconds(4).atOffset(ZoneOffset.UTC),
                        brief.job().id())
                .update();
        UI.getCurrent().navigate("accounts/" + home.id() + "/jobs");
        assertThat(row()).contains("'Open'");
        await().pollInSameThread().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(row()).contains("'Expired'").doesNotContain("'Open'");
        });
    }

    @SuppressWarnings("unchecked")
    private static String row() {
        return GridKt._getFormattedRow((Grid<InstallJob>) _get(Grid.class), 0).toString();
    }

    @Test
    void whoever_only_looks_after_the_fleet_has_no_such_list() {
        job("Theirs");
        Browser.open(context, cast.user(home.id(), Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS));
        UI.getCurrent().navigate("accounts/" + home.id() + "/jobs");
        assertThat(UI.getCurrent().getElement().getTextRecursively()).doesNotContain("Theirs");
    }

    @Test
    void the_holder_of_a_link_has_one_page_and_no_choice_of_place() {
        InstallJobs.Issued issued = job("Garage Larsen");
        Registered device = Cast.as(
                cast.owner(),
                () -> devices.register(
                        new RegisterDevice(new UnitId("job-" + Cast.next()), new Name("Van"), home.id(), null, false)));
        Identity guest = links.open(issued.secret(), "phone " + Cast.next(), null);
        Browser.open(context, Cast.authentication(guest));
        for (String other : new String[] {"accounts/" + home.id() + "/users", "profile", ""}) {
            UI.getCurrent().navigate(other);
            assertThat(_get(H1.class).getText()).as(other).isEqualTo("Scan the label");
        }
        _setValue(
                _get(TextField.class, search -> search.withLabel("Unit ID")),
                device.device().unitId().value());
        _setValue(
                _get(TextField.class, search -> search.withLabel("Claim code")),
                device.credential().claimCode());
        press("Continue");
        assertThat(_find(DescriptionList.Description.class).getFirst().getText())
                .isEqualTo(home.name().value());
        press("Claim this unit");
        assertThat(_get(H1.class).getText()).isEqualTo("Which vehicle?");
        press("Skip");
        press("Save as not verified yet");
        assertThat(_get(H1.class).getText()).isEqualTo("Installed, not verified yet");
        assertThat(Cast.as(cast.owner(), () -> devices.get(device.device().id()))
                        .state())
                .isEqualTo(UnitState.ACCEPTED);
    }
}
