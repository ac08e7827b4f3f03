package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.ClaimCode;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.EnrolmentTokens;
import io.muster.device.IngestLog;
import io.muster.device.NewDevice;
import io.muster.device.NewEnrolmentToken;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.Retirement;
import io.muster.device.UnitClaims;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What units notice of their life, over a real broker. */
@MusterTest
class UnitLifeMqttTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    DeviceImport imports;

    @Autowired
    DeviceMoves moves;

    @Autowired
    Retirement retirement;

    @Autowired
    UnitClaims claims;

    @Autowired
    EnrolmentTokens tokens;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    /** The quarantine lets ten in a minute; this test is not to wait for that. */
    @BeforeEach
    void make_room() {
        jdbc.sql("update device set created_at = ? where customer_id is null")
                .param(Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void a_moved_unit_is_told_a_higher_revision_and_stays_connected() throws Exception {
        Registered device = register();
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            Customer other = cast.customer();
            Cast.as(
                    cast.owner(),
                    () -> moves.move(other.id(), List.of(device.device().unitId())));
            JsonNode told = unit.await(message -> message.json().path("rev").asLong()
                            == device.device().rev() + 1)
                    .json();
            assertThat(told.path("state").asString()).isEqualTo("accepted");
            assertThat(told.toString()).doesNotContain(other.name().value());
            assertThat(unit.isConnected()).isTrue();
        }
    }

    @Test
    void a_decommissioned_unit_is_told_so() throws Exception {
        Registered device = register();
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            Cast.as(cast.owner(), () -> retirement.decommission(device.device().id(), null));
            unit.await(message -> message.json().path("state").asString().equals("decommissioned"));
        }
    }

    @Test
    void its_connection_ends_and_it_does_not_come_back() throws Exception {
        Registered device = register();
        try (TestClient unit = connect(device)) {
            Cast.as(cast.owner(), () -> retirement.decommission(device.device().id(), null));
            Awaitility.await().atMost(SOON).until(() -> !unit.isConnected());
        }
        assertThatThrownBy(() -> TestClient.v5(
                        Rig.mqttPort(), id(device), device.credential().password()))
                .isInstanceOf(Exception.class);
    }

    @Test
    void so_it_is_with_one_whose_registration_is_taken_back() throws Exception {
        String unitId = newUnitId();
        CustomerId customer = cast.customer().id();
        DeviceImport.Imported imported =
                Cast.as(cast.owner(), () -> imports.apply(customer, NewDevice.read(unitId), count -> {}));
        String password = imported.credentials().getFirst().password();
        Rig.allow(unitId, password);
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), unitId, password)) {
            assertThat(Cast.as(cast.owner(), () -> imports.undo(imported.made())))
                    .isEqualTo(1);
            Awaitility.await().atMost(SOON).until(() -> !unit.isConnected());
        }
        assertThatThrownBy(() -> TestClient.v5(Rig.mqttPort(), unitId, password))
                .isInstanceOf(Exception.class);
    }

    @Test
    @EnabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "ours does not let it in")
    void what_it_announces_by_another_broker_is_counted_and_refused() throws Exception {
        Registered device = register();
        Cast.as(cast.owner(), () -> retirement.decommission(device.device().id(), null));
        Rig.allowByHand(id(device), "let-in-by-the-other-broker");
        Rig.allow(id(device), "let-in-by-the-other-broker");
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), id(device), "let-in-by-the-other-broker")) {
            unit.subscribe("muster/v1/" + id(device) + "/error");
            for (int i = 0; i < 3; i++) {
                unit.publish("muster/v1/" + id(device) + "/announce", announcement(id(device), i, ""));
            }
            JsonNode error = unit.await(message -> true).json();
            assertThat(error.at("/error/code").asString()).isEqualTo("unit_decommissioned");
        }
        Awaitility.await().atMost(SOON).until(() -> {
            ingest.flush();
            return jdbc.sql("select coalesce(sum(times), 0) from ingest_log where unit_id = ? and reason = ?")
                            .params(id(device), "unit_decommissioned")
                            .query(Long.class)
                            .single()
                    == 3;
        });
        assertThat(find(id(device)).state()).isEqualTo(UnitState.DECOMMISSIONED);
    }

    @Test
    void a_replaced_unit_is_told_by_which() throws Exception {
        Registered device = register();
        String successor = newUnitId();
        Retirement.Swapped swapped;
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            swapped =
                    Cast.as(cast.owner(), () -> retirement.swap(device.device().id(), null, new UnitId(successor)));
            JsonNode told = unit.await(
                            message -> message.json().path("state").asString().equals("replaced"))
                    .json();
            assertThat(told.path("replacedBy").asString()).isEqualTo(successor);
            Awaitility.await().atMost(SOON).until(() -> !unit.isConnected());
        }
        String password = swapped.credential().password();
        Rig.allow(successor, password);
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), successor, password)) {
            assertThat(announced(unit, successor, "").path("state").asString()).isEqualTo("accepted");
        }
    }

    @Test
    void a_unit_with_an_enrolment_token_gets_its_password_and_announces_itself() throws Exception {
        Customer customer = cast.customer();
        String token = token(customer.id());
        String unitId = newUnitId();
        String clientId = newUnitId();
        try (TestClient newcomer = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            newcomer.subscribe("muster/v1/enroll/reply/" + clientId);
            JsonNode issued = ask(newcomer, unitId, ",\"token\":\"" + token + "\"");
            assertThat(issued.path("status").asString()).isEqualTo("issued");
            String password = issued.path("password").asString();
            Rig.allow(unitId, password);
            try (TestClient unit = TestClient.v5(Rig.mqttPort(), unitId, password)) {
                assertThat(announced(unit, unitId, "").path("state").asString()).isEqualTo("accepted");
            }
            JsonNode spent = ask(newcomer, newUnitId(), ",\"token\":\"" + token + "\"");
            assertThat(spent.path("status").asString()).isEqualTo("rejected");
            assertThat(spent.at("/error/code").asString()).isEqualTo("token_exhausted");
        }
        assertThat(find(unitId).customerId()).isEqualTo(customer.id());
    }

    @Test
    @EnabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "ours lets no stranger in")
    void a_token_in_an_announcement_by_another_broker_lets_the_unit_in() throws Exception {
        Customer customer = cast.customer();
        String token = token(customer.id());
        String unitId = newUnitId();
        Rig.allowByHand(unitId, "let-in-by-the-other-broker");
        try (TestClient unit = TestClient.v3(Rig.mqttPort(), unitId, "let-in-by-the-other-broker")) {
            assertThat(announced(unit, unitId, ",\"token\":\"" + token + "\"")
                            .path("state")
                            .asString())
                    .isEqualTo("accepted");
        }
        assertThat(find(unitId).customerId()).isEqualTo(customer.id());
        assertThat(find(unitId).firmware()).isEqualTo("1.0");
    }

    @Test
    void a_token_stands_in_no_log_whatever_is_wrong_with_the_message() throws Exception {
        Registered device = register();
        String token = token(cast.customer().id());
        try (TestClient unit = connect(device)) {
            for (String payload : List.of(
                    "{\"token\":\"" + token + "\",\"v\":1}",
                    "{\"token\" : \"" + token,
                    "{\"t\\u006fken\":\"" + token + "\"}",
                    token,
                    "[\"" + token + "\"]",
                    "{\"v\":2,\"token\":\"short\"}")) {
                unit.publish("muster/v1/" + id(device) + "/announce", payload);
            }
        }
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            ingest.flush();
            assertThat(jdbc.sql("select sum(times) from ingest_log where unit_id = ?")
                            .param(id(device))
                            .query(Long.class)
                            .single())
                    .isEqualTo(6);
        });
        assertThat(jdbc.sql("select topic || detail || excerpt from ingest_log where unit_id = ?")
                        .param(id(device))
                        .query(String.class)
                        .list())
                .isNotEmpty()
                .noneMatch(text -> text.contains(token) || text.contains("short"));
        assertThat(jdbc.sql("select count(*) from audit_entry where fields like ?")
                        .param("%" + token + "%")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void a_unit_that_proves_its_code_gets_its_password_when_somebody_claims_it_by_the_label() throws Exception {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        String unitId = newUnitId();
        String clientId = newUnitId();
        String code = "K7D2M9QX4T";
        try (TestClient stranger = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            stranger.subscribe("muster/v1/enroll/reply/" + clientId);
            String proof = hmac(code, clientId + ":" + unitId);
            assertThat(ask(stranger, unitId, ",\"claimProof\":\"" + proof + "\"")
                            .path("status")
                            .asString())
                    .isEqualTo("pending");
            Cast.as(installer, () -> claims.claim(new UnitId(unitId), new ClaimCode(code), customer.id(), null));
            JsonNode issued = stranger.await(
                            message -> message.json().path("status").asString().equals("issued"))
                    .json();
            Rig.allow(unitId, issued.path("password").asString());
            try (TestClient unit = TestClient.v5(
                    Rig.mqttPort(), unitId, issued.path("password").asString())) {
                assertThat(announced(unit, unitId, "").path("state").asString()).isEqualTo("accepted");
            }
        }
    }

    // ---- help

    private Registered register() {
        CustomerId customer = cast.customer().id();
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(new UnitId(newUnitId()), null, customer, null, true)));
    }

    private static TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private String token(CustomerId customer) {
        return Cast.as(
                        cast.owner(),
                        () -> tokens.create(new NewEnrolmentToken(new Name("Once"), customer, null, 1, null, true)))
                .secret();
    }

    private static JsonNode ask(TestClient client, String unitId, String more) throws Exception {
        String msgId = UUID.randomUUID().toString();
        client.publish(
                "muster/v1/enroll/request",
                "{\"v\":1,\"msgId\":\"" + msgId + "\",\"unitId\":\"" + unitId + "\"" + more + "}");
        return client.answer(msgId);
    }

    private static JsonNode announced(TestClient unit, String unitId, String more) throws Exception {
        unit.subscribe("muster/v1/" + unitId + "/registration");
        String message = announcement(unitId, 0, more);
        unit.publish("muster/v1/" + unitId + "/announce", message);
        return unit.answer(TestClient.JSON.readTree(message).path("msgId").asString());
    }

    private static String announcement(String unitId, long seq, String more) {
        return """
                {"v":1,"msgId":"%s","unitId":"%s","ts":"%s","bootId":"boot-0001","seq":%d,"fw":{"version":"1.0"}%s}""".formatted(UUID.randomUUID(), unitId, Instant.now().truncatedTo(ChronoUnit.MILLIS), seq, more);
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private static String newUnitId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private DeviceRow find(String unitId) {
        return Cast.as(
                        cast.owner(),
                        () -> registry.list(
                                cast.root(), ListQuery.all(), new DeviceFilter(null, null, null, new UnitId(unitId))))
                .items()
                .getFirst();
    }

    private static String hmac(String key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
