package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.Answer;
import io.muster.device.DeviceRegistry;
import io.muster.device.Diagnosis;
import io.muster.device.Fact;
import io.muster.device.Facts;
import io.muster.device.Heard;
import io.muster.device.IngestLog;
import io.muster.device.IngestLogReader;
import io.muster.device.IngestRow;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.Telemetry;
import io.muster.device.TelemetryIntake;
import io.muster.device.UnitIntake;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class IngestPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    UnitIntake intake;

    @Autowired
    TelemetryIntake telemetry;

    @Autowired
    IngestLog log;

    @Autowired
    IngestLogReader reader;

    @AfterEach
    void close() {
        Browser.close();
    }

    @Test
    void who_wonders_why_a_unit_does_not_appear_sees_what_it_sent() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        refuse(device, "bad_json", "not UTF-8");
        refuse(device, "bad_json", "not UTF-8");
        open(cast.user(home.id(), Group.DEVICE_MANAGEMENT, Group.FULL_DEVICE_ACCESS), home);
        assertThat(shown()).singleElement().satisfies(row -> {
            assertThat(row.times()).isEqualTo(2);
            assertThat(row.deviceName()).isEqualTo("Bus 7");
            assertThat(row.excerpt()).isEqualTo("what it sent");
        });
        assertThat(GridKt._getCellComponent(_get(Grid.class), 0, "reason")
                        .getElement()
                        .getTextRecursively())
                .contains("Not readable as JSON");
    }

    @Test
    void nobody_sees_what_the_units_of_others_sent() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        refuse(device, "bad_json", "not UTF-8");
        Customer sibling = cast.customer();
        assertThat(rows(cast.administrator(sibling.id()), sibling.id(), device)).isEmpty();
        assertThat(rows(cast.administrator(home.id()), home.id(), device)).hasSize(1);
        assertThat(rows(cast.owner(), cast.root(), device)).hasSize(1);
    }

    @Test
    void who_knows_a_device_by_name_only_does_not_see_what_it_sent() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        refuse(device, "bad_json", "not UTF-8");
        assertThat(rows(cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR), home.id(), device))
                .singleElement()
                .extracting(IngestRow::excerpt)
                .isEqualTo("");
    }

    @Test
    void of_units_that_nobody_knows_only_the_account_hears() {
        String stranger = "stranger-" + Cast.next();
        log.refused(new UnitId(stranger), "muster/v1/" + stranger + "/heartbeat", "unknown_unit", "", "");
        log.flush();
        ListQuery query = ListQuery.search(stranger);
        assertThat(Cast.as(cast.owner(), () -> reader.list(cast.root(), query)).items())
                .hasSize(1);
        Customer home = cast.customer();
        assertThat(Cast.as(cast.administrator(home.id()), () -> reader.list(home.id(), query))
                        .items())
                .isEmpty();
    }

    @Test
    void the_doctor_says_what_would_change_and_what_would_be_answered() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        open(cast.administrator(home.id()), home);
        examine(topic(device), announcement(id(device), "2.0"));
        assertThat(_get(H3.class).getText()).isEqualTo("Taken");
        assertThat(_get(ListItem.class, spec -> spec.withText("Firmware: nothing → 2.0")))
                .isNotNull();
        assertThat(_get(Pre.class).getText()).contains("muster/v1/" + id(device) + "/registration", "\"accepted\"");
        assertThat(Cast.as(cast.owner(), () -> registry.get(device.device().id()))
                        .firmware())
                .as("nothing was changed")
                .isNull();
    }

    @Test
    void the_doctor_goes_by_the_order_of_what_was_heard_before() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        UnitId unit = device.device().unitId();
        intake.heard(List.of(
                new Heard.Heartbeat(unit, Instant.now(), "boot-0001", 5, Heard.Measures.battery(12.5)),
                new Heard.Status(unit, Heard.Connection.ONLINE, "c-2", false)));
        telemetry.take(List.of(Telemetry.of(unit, "obd/vin", Instant.parse("2026-11-24T18:36:14Z"))
                .with(new Facts(Map.of(Fact.VIN, "WVWZZZ1KZAW000123")))));
        open(cast.administrator(home.id()), home);
        String beats = "muster/v1/" + id(device) + "/heartbeat";
        examine(beats, heartbeat(4));
        assertThat(_get(H3.class).getText()).isEqualTo("Late");
        examine(beats, heartbeat(6));
        assertThat(_get(H3.class).getText()).isEqualTo("Sign of life");
        String status = "muster/v1/" + id(device) + "/status";
        examine(status, "{\"v\":1,\"online\":false,\"connId\":\"c-1\",\"reason\":\"will\"}");
        assertThat(_get(H3.class).getText()).isEqualTo("Last will, ignored");
        examine(status, "{\"v\":1,\"online\":false,\"connId\":\"c-2\",\"reason\":\"will\"}");
        assertThat(_get(H3.class).getText()).isEqualTo("Last will");
        String vin = "autopi/" + id(device) + "/obd/vin";
        examine(vin, "{\"_stamp\":\"2026-11-24T18:36:13.000000\",\"value\":\"WVWZZZ1KZAW000999\"}");
        assertThat(_get(H3.class).getText()).isEqualTo("Late");
        assertThat(_find(
                        ListItem.class,
                        spec -> spec.withPredicate(change -> change.getText().contains("→"))))
                .isEmpty();
        examine(vin, "{\"_stamp\":\"2026-11-24T18:36:15.000000\",\"value\":\"WVWZZZ1KZAW000999\"}");
        assertThat(_get(H3.class).getText()).isEqualTo("Taken");
        assertThat(_get(ListItem.class, spec -> spec.withText("VIN: WVWZZZ1KZAW000123 → WVWZZZ1KZAW000999")))
                .isNotNull();
    }

    @Test
    void the_doctor_says_that_of_a_unit_that_was_denied_only_the_sign_of_life_counts() {
        Customer home = cast.customer();
        Registered device = register(home.id(), false);
        Cast.does(cast.owner(), () -> registry.deny(device.device().id()));
        open(cast.administrator(home.id()), home);
        examine("muster/v1/" + id(device) + "/heartbeat", heartbeat(1));
        assertThat(_get(H3.class).getText()).isEqualTo("Sign of life alone");
    }

    @Test
    void where_a_client_was_turned_away_there_is_no_message_to_examine() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        log.refused(device.device().unitId(), "", "not_signed_in", "wrong user name or password", "");
        refuse(device, "bad_json", "not UTF-8");
        open(cast.administrator(home.id()), home);
        List<IngestRow> rows = shown();
        assertThat(rows).hasSize(2);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(GridKt._getCellComponent(_get(Grid.class), i, "actions") instanceof Button)
                    .as(rows.get(i).reason())
                    .isEqualTo(rows.get(i).reason().equals("bad_json"));
        }
    }

    @Test
    void the_doctor_says_what_is_wrong() {
        Customer home = cast.customer();
        Registered device = register(home.id());
        open(cast.administrator(home.id()), home);
        examine(topic(device), "{\"v\":1");
        assertThat(_get(H3.class).getText()).isEqualTo("Refused");
        assertThat(_find(Pre.class).getFirst().getText()).startsWith("bad_json");
        assertThat(_find(Pre.class).getLast().getText())
                .as("what the listener would tell the unit")
                .startsWith("muster/v1/" + id(device) + "/error")
                .contains("bad_json")
                .doesNotContain("inReplyTo");
        examine(topic(device), announcement(id(device), "2.0").replace("\"seq\":0,", ""));
        assertThat(_find(Pre.class).getLast().getText()).contains("schema_invalid", "\"inReplyTo\":\"12345678\"");
        examine("muster/v1/no unit/announce", "{}");
        assertThat(_get(Pre.class).getText()).startsWith("schema_invalid");
        examine("muster/v1/enroll/request", "{}");
        assertThat(_find(Paragraph.class))
                .extracting(Paragraph::getText)
                .anyMatch(text -> text.contains("in the answer to the request"));
        examine("some/where/else", "{}");
        assertThat(_get(H3.class).getText()).isEqualTo("Nobody listens");
        examine("autopi/" + id(device) + "/obd/vin", "{\"value\":\"WVWZZZ1KZAW000123\"}");
        assertThat(_get(H3.class).getText()).isEqualTo("Taken");
    }

    @Test
    void the_doctor_knows_a_foreign_unit_as_little_as_none() {
        Customer home = cast.customer();
        Registered foreign = register(cast.customer().id());
        open(cast.administrator(home.id()), home);
        examine(topic(foreign), announcement(id(foreign), "2.0"));
        String told = _get(H3.class).getText();
        String nobody = UUID.randomUUID().toString().replace("-", "");
        examine("muster/v1/" + nobody + "/announce", announcement(nobody, "2.0"));
        assertThat(told).isEqualTo(_get(H3.class).getText()).isEqualTo("Unknown unit");
        assertThat(_find(Pre.class)).isEmpty();
    }

    static Stream<String> codes() {
        return Stream.concat(
                Stream.of(Answer.Problem.values()).map(problem -> "ingest.reason." + problem.wire()),
                Stream.of(Diagnosis.Verdict.values()).map(verdict -> "doctor.verdict." + verdict + ".text"));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void every_code_has_words(String key) {
        Browser.open(context, cast.owner());
        assertThat(UI.getCurrent().getTranslation(key)).doesNotContain(key);
    }

    private void open(User user, Customer home) {
        Browser.open(context, user);
        UI.getCurrent().navigate("accounts/" + home.id() + "/ingest");
    }

    private static void examine(String topic, String payload) {
        if (_find(TextArea.class).isEmpty()) {
            _click(_get(Button.class, spec -> spec.withText("Announcement doctor")));
        }
        _setValue(_get(TextField.class, spec -> spec.withLabel("Topic")), topic);
        _setValue(_get(TextArea.class), payload);
        _click(_get(Button.class, spec -> spec.withText("Examine")));
    }

    @SuppressWarnings("unchecked")
    private static List<IngestRow> shown() {
        return GridKt._findAll((Grid<IngestRow>) _get(Grid.class));
    }

    private List<IngestRow> rows(User user, CustomerId customer, Registered device) {
        return Cast.as(user, () -> reader.list(customer, ListQuery.search(id(device))))
                .items();
    }

    private void refuse(Registered device, String reason, String detail) {
        log.refused(device.device().unitId(), topic(device), reason, detail, "what it sent");
        log.flush();
    }

    private Registered register(CustomerId customer) {
        return register(customer, true);
    }

    private Registered register(CustomerId customer, boolean accept) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(unit, new Name("Bus 7"), customer, null, accept)));
    }

    private static String topic(Registered device) {
        return "muster/v1/" + id(device) + "/announce";
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private static String heartbeat(int seq) {
        return """
                {"v":1,"ts":"%s","bootId":"boot-0001","seq":%d,"battV":11.0}""".formatted(Instant.now().truncatedTo(ChronoUnit.MILLIS), seq);
    }

    private static String announcement(String unit, String firmware) {
        return """
                {"v":1,"msgId":"12345678","unitId":"%s","ts":"2026-11-24T18:36:14.488Z","bootId":"boot-0001","seq":0,
                "fw":{"version":"%s"}}""".formatted(unit, firmware);
    }
}
