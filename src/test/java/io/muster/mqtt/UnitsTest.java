package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.UnitId;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Units and the program, over a real broker. */
@MusterTest
class UnitsTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    DataSource source;

    @Autowired
    MeterRegistry meters;

    // ---- a registered unit

    @Test
    void a_registered_unit_announces_itself_and_gets_its_registration() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            JsonNode answer = announce(unit, device, "boot-0001", 0, "2023.04");
            assertThat(answer.path("state").asString()).isEqualTo("accepted");
            assertThat(answer.path("v").asInt()).isEqualTo(1);
            assertThat(answer.path("heartbeatS").asInt()).isEqualTo(300);
            assertThat(answer.path("serverTime").asString()).matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{3}Z");
        }
        DeviceRow row = row(device);
        assertThat(row.online()).isTrue();
        assertThat(row.firmware()).isEqualTo("2023.04");
        assertThat(row.iccid()).isEqualTo("8945020184512345678");
        assertThat(actions(device)).containsExactly("registered", "first_seen");
    }

    @Test
    void so_does_one_that_speaks_mqtt_3_1_1() throws Exception {
        Registered device = register(true);
        Rig.allow(id(device), device.credential().password());
        try (TestClient unit =
                TestClient.v3(Rig.mqttPort(), id(device), device.credential().password())) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            assertThat(announce(unit, device, "boot-0001", 0, "1.0")
                            .path("state")
                            .asString())
                    .isEqualTo("accepted");
        }
    }

    @Test
    void a_unit_that_was_not_accepted_at_once_waits_for_approval() throws Exception {
        Registered device = register(false);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            assertThat(announce(unit, device, "boot-0001", 0, "1.0")
                            .path("state")
                            .asString())
                    .isEqualTo("pending");
            Cast.as(cast.owner(), () -> registry.approve(device.device().id(), null, null));
            JsonNode told = unit.await(
                            message -> message.json().path("state").asString().equals("accepted"))
                    .json();
            assertThat(told.path("rev").asLong()).isEqualTo(2);
        }
        assertThat(row(device).state()).isEqualTo(UnitState.ACCEPTED);
    }

    @Test
    void new_firmware_updates_the_row_and_is_written_into_the_history() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            announce(unit, device, "boot-0001", 0, "1.0");
            JsonNode again = announce(unit, device, "boot-0001", 1, "2.0");
            assertThat(again.path("rev").asLong()).isEqualTo(1);
        }
        assertThat(row(device).firmware()).isEqualTo("2.0");
        assertThat(actions(device)).containsExactly("registered", "first_seen", "firmware_changed");
    }

    @Test
    void a_duplicate_is_answered_again_and_a_late_one_changes_nothing() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            String first = message(device, "boot-0001", 5, "5.0", "");
            unit.publish(topic(device, "announce"), first);
            String msgId = TestClient.JSON.readTree(first).path("msgId").asString();
            unit.answer(msgId);
            unit.publish(topic(device, "announce"), first);
            unit.answer(msgId);
            unit.publish(topic(device, "announce"), message(device, "boot-0001", 4, "4.0", ""));
            assertThat(unit.hearsNothing()).isTrue();
        }
        assertThat(row(device).firmware()).isEqualTo("5.0");
        assertThat(actions(device)).containsExactly("registered", "first_seen");
    }

    @Test
    void what_a_unit_says_about_its_owner_changes_nothing() throws Exception {
        Registered device = register(true);
        Customer other = cast.customer();
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            String payload = message(
                    device,
                    "boot-0001",
                    0,
                    "1.0",
                    ",\"customerId\":\"" + other.id() + "\",\"ownerId\":1,\"state\":\"accepted\",\"name\":\"Mine\"");
            unit.publish(topic(device, "announce"), payload);
            unit.answer(TestClient.JSON.readTree(payload).path("msgId").asString());
        }
        assertThat(row(device).customerId()).isEqualTo(device.device().customerId());
        assertThat(row(device).name()).isEqualTo(device.device().name());
    }

    @Test
    void a_heartbeat_shows_the_battery_and_that_the_unit_is_online() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.publish(
                    topic(device, "heartbeat"),
                    "{\"v\":1,\"ts\":\"2016-11-24T18:41:14.500Z\",\"bootId\":\"boot-0001\",\"seq\":7,\"battV\":12.5,"
                            + "\"lat\":55.6,\"lon\":12.5}");
            unit.publish(topic(device, "status"), "{\"v\":1,\"online\":false,\"connId\":\"c-1\",\"reason\":\"will\"}");
            eventually(() -> row(device).batteryV() != null);
        }
        DeviceRow row = row(device);
        assertThat(row.online()).isTrue();
        assertThat(row.batteryV()).isEqualTo(12.5);
        assertThat(row.position()).isNotNull();
    }

    @Test
    void a_unit_that_goes_to_sleep_is_asleep() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.publish(
                    topic(device, "status"), "{\"v\":1,\"online\":true,\"connId\":\"c-1\",\"reason\":\"connect\"}");
            unit.publish(topic(device, "status"), "{\"v\":1,\"online\":false,\"connId\":\"c-1\",\"reason\":\"sleep\"}");
            unit.publish(topic(device, "status"), "{\"v\":1,\"online\":false,\"connId\":\"c-0\",\"reason\":\"will\"}");
            eventually(() -> row(device).asleep());
        }
    }

    // ---- a unit that nobody knows

    @Test
    void an_unknown_unit_waits_until_somebody_approves_it_and_then_gets_its_password() throws Exception {
        String unitId = newUnitId();
        String clientId = UUID.randomUUID().toString().replace("-", "");
        String msgId = newMsgId();
        DeviceRow waiting;
        try (TestClient stranger = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            stranger.subscribe("muster/v1/enroll/reply/" + clientId);
            stranger.publish(
                    "muster/v1/enroll/request", "{\"v\":1,\"msgId\":\"" + msgId + "\",\"unitId\":\"" + unitId + "\"}");
            JsonNode pending = stranger.answer(msgId);
            assertThat(pending.path("status").asString()).isEqualTo("pending");
            assertThat(pending.path("retryAfterS").asInt()).isPositive();

            waiting = find(unitId);
            assertThat(waiting.state()).isEqualTo(UnitState.UNCLAIMED);
            assertThat(waiting.waitingClient()).isEqualTo(clientId.substring(clientId.length() - 6));
            Customer customer = cast.customer();
            Cast.as(cast.owner(), () -> registry.approve(waiting.id(), customer.id(), waiting.waitingClient()));

            JsonNode issued = stranger.await(
                            message -> message.json().path("status").asString().equals("issued"))
                    .json();
            assertThat(issued.path("username").asString()).isEqualTo(unitId);
            String password = issued.path("password").asString();
            assertThat(password).hasSize(43);
            Rig.allow(unitId, password);
            try (TestClient unit = TestClient.v5(Rig.mqttPort(), unitId, password)) {
                unit.subscribe("muster/v1/" + unitId + "/registration");
                String announcement = message(unitId, newMsgId(), "boot-0001", 0, "1.0", "");
                unit.publish("muster/v1/" + unitId + "/announce", announcement);
                JsonNode answer = unit.answer(
                        TestClient.JSON.readTree(announcement).path("msgId").asString());
                assertThat(answer.path("state").asString()).isEqualTo("accepted");
            }
            String again = newMsgId();
            stranger.publish(
                    "muster/v1/enroll/request", "{\"v\":1,\"msgId\":\"" + again + "\",\"unitId\":\"" + unitId + "\"}");
            assertThat(stranger.answer(again).path("error").path("code").asString())
                    .isEqualTo("already_issued");
        }
        assertThat(jdbc.sql("select count(*) from unit_credential where password_hash like '%-%'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void another_client_that_names_the_same_unit_does_not_get_its_password() throws Exception {
        String unitId = newUnitId();
        String one = "0123456789abcdef0123456789000001";
        String two = "0123456789abcdef0123456789000002";
        try (TestClient first = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, one, true);
                TestClient second = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, two, true)) {
            first.subscribe("muster/v1/enroll/reply/" + one);
            second.subscribe("muster/v1/enroll/reply/" + two);
            ask(first, unitId);
            ask(second, unitId);
            DeviceRow waiting = find(unitId);
            assertThat(waiting.waitingClient()).isEqualTo("000001");
            Customer customer = cast.customer();
            assertThatThrownBy(
                            () -> Cast.as(cast.owner(), () -> registry.approve(waiting.id(), customer.id(), "000002")))
                    .hasMessageContaining("problem.device.waiting");
            Cast.as(cast.owner(), () -> registry.approve(waiting.id(), customer.id(), "000001"));
            JsonNode sent = first.await(
                            message -> message.json().path("status").asString().equals("issued"))
                    .json();
            assertThat(second.hearsNothing()).isTrue();
            assertThat(ask(second, unitId).path("error").path("code").asString())
                    .isEqualTo("already_issued");
            // The first one was perhaps away: it gets its password once more, and whichever answer it takes holds.
            assertThat(ask(first, unitId).path("password").asString())
                    .isEqualTo(sent.path("password").asString());
            assertThat(ask(first, unitId).path("error").path("code").asString()).isEqualTo("already_issued");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "ours lets no such one in")
    void through_another_broker_who_asks_under_a_client_id_that_can_be_guessed_is_told_so_and_gets_no_password()
            throws Exception {
        Registered device = register(true);
        String clientId = "abc-" + Cast.next();
        String proof = hmac(device.credential().claimCode(), clientId + ":" + id(device));
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            unit.subscribe("muster/v1/enroll/reply/" + clientId);
            JsonNode answer = ask(unit, id(device), proof);
            assertThat(answer.path("status").asString()).isEqualTo("rejected");
            assertThat(answer.at("/error/code").asString()).isEqualTo("schema_invalid");
            assertThat(answer.at("/error/message").asString()).contains("32 to 64 hex digits");
            assertThat(answer.has("password")).isFalse();
        }
    }

    @Test
    void a_request_that_comes_twice_has_one_answer() throws Exception {
        Registered device = register(true);
        String clientId = UUID.randomUUID().toString().replace("-", "");
        String proof = hmac(device.credential().claimCode(), clientId + ":" + id(device));
        String request = "{\"v\":1,\"msgId\":\"" + newMsgId() + "\",\"unitId\":\"" + id(device) + "\",\"claimProof\":\""
                + proof + "\"}";
        List<String> passwords = new ArrayList<>();
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            unit.subscribe("muster/v1/enroll/reply/" + clientId);
            for (int i = 0; i < 2; i++) {
                unit.publish("muster/v1/enroll/request", request);
                passwords.add(
                        unit.await(message -> true).json().path("password").asString());
            }
        }
        assertThat(passwords.getFirst()).hasSize(43).isEqualTo(passwords.getLast());
    }

    @Test
    void a_unit_proves_that_its_label_was_read_and_gets_its_password_once() throws Exception {
        Registered device = register(true);
        String clientId = UUID.randomUUID().toString().replace("-", "");
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), "bootstrap", Rig.BOOTSTRAP_PASSWORD, clientId, true)) {
            unit.subscribe("muster/v1/enroll/reply/" + clientId);
            assertThat(ask(unit, id(device), "0".repeat(64))
                            .path("error")
                            .path("code")
                            .asString())
                    .isEqualTo("claim_invalid");
            String proof = hmac(device.credential().claimCode(), clientId + ":" + id(device));
            assertThat(ask(unit, id(device), proof).path("status").asString()).isEqualTo("issued");
            assertThat(ask(unit, id(device), proof).path("error").path("code").asString())
                    .isEqualTo("already_issued");
        }
    }

    // ---- what is refused

    @Test
    @DisabledIfSystemProperty(named = "muster.rig", matches = "external", disabledReason = "Mosquitto's own rules")
    void a_unit_can_neither_write_nor_read_what_is_anothers() throws Exception {
        Registered device = register(true);
        Registered other = register(true);
        try (TestClient unit = connect(device)) {
            for (String filter : List.of(
                    "#",
                    "+/+/+/+",
                    "$SYS/#",
                    "muster/v1/#",
                    "muster/v1/" + id(other) + "/registration",
                    "muster/v1/enroll/reply/client-one",
                    "$share/x/muster/v1/+/announce")) {
                assertThatThrownBy(() -> unit.subscribe(filter)).as(filter).isInstanceOf(Exception.class);
            }
        }
        try (TestClient unit = connect(device)) {
            unit.publish(topic(other, "announce"), message(other, "boot-0001", 0, "666", ""));
        } catch (Exception refused) {
            // Paho tells of the refusal in one way or another.
        }
        ingest.flush();
        assertThat(reasons(id(device))).contains("not_allowed");
        assertThat(row(other).lastSeenAt()).isNull();
    }

    @Test
    void another_units_id_in_the_payload_is_a_mismatch() throws Exception {
        Registered device = register(true);
        Registered other = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/error");
            unit.publish(topic(device, "announce"), message(other, "boot-0001", 0, "666", ""));
            JsonNode error = unit.await(message -> true).json();
            assertThat(error.path("error").path("code").asString()).isEqualTo("topic_mismatch");
        }
        assertThat(row(other).lastSeenAt()).isNull();
    }

    @Test
    void a_wrong_password_is_refused() throws Exception {
        Registered device = register(true);
        for (String password : new String[] {"wrong", "", null}) {
            assertThatThrownBy(() -> TestClient.v5(Rig.mqttPort(), id(device), password))
                    .isInstanceOf(Exception.class);
        }
        assertThatThrownBy(() -> TestClient.v3(Rig.mqttPort(), "bootstrap", "wrong"))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> TestClient.v5(Rig.mqttPort(), "listener", "listener"))
                .isInstanceOf(Exception.class);
        assertThatThrownBy(() -> TestClient.v5(Rig.mqttPort(), "", null)).isInstanceOf(Exception.class);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "muster.rig",
            matches = "external",
            disabledReason = "Mosquitto does not bind ids")
    void a_client_id_belongs_to_who_uses_it() throws Exception {
        Registered device = register(true);
        Registered other = register(true);
        String password = device.credential().password();
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), id(device), password, "car-17", false)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            assertThatThrownBy(() -> TestClient.v5(
                            Rig.mqttPort(), id(other), other.credential().password(), "car-17", false))
                    .isInstanceOf(Exception.class);
            assertThat(unit.isConnected()).isTrue();
        }
        assertThatThrownBy(() -> TestClient.v5(
                        Rig.mqttPort(), id(other), other.credential().password(), "car-17", false))
                .as("the session still holds the other one's subscription")
                .isInstanceOf(Exception.class);
        TestClient.v5(Rig.mqttPort(), id(device), password, "car-17", false).close();
    }

    @Test
    void a_new_password_ends_the_connection_of_the_old_one() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            Cast.as(cast.owner(), () -> registry.resetCredential(device.device().id()));
            eventually(() -> !unit.isConnected());
        }
        assertThatThrownBy(() -> TestClient.v5(
                        Rig.mqttPort(), id(device), device.credential().password()))
                .isInstanceOf(Exception.class);
    }

    @Test
    void garbage_of_every_kind_does_not_stop_the_listener() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/error");
            for (byte[] garbage : Garbage.payloads(id(device))) {
                unit.publish(topic(device, "announce"), garbage, 1, false);
                unit.publish(topic(device, "heartbeat"), garbage, 0, false);
                unit.publish(topic(device, "status"), garbage, 1, true);
            }
            JsonNode error = unit.await(message -> true).json();
            assertThat(error.path("error").path("code").asString()).isNotEmpty();
            assertThat(unit.hearsNothing()).as("one word in ten seconds").isTrue();
        }
        Registered good = register(true);
        try (TestClient unit = connect(good)) {
            unit.subscribe("muster/v1/" + id(good) + "/registration");
            announce(unit, good, "boot-0001", 0, "1.0");
        }
        eventually(() -> {
            ingest.flush();
            return reasons(id(device))
                    .containsAll(List.of("bad_json", "schema_invalid", "too_large", "unsupported_version"));
        });
        assertThat(row(device).firmware()).isNull();
        assertThat(row(device).name()).isEqualTo(device.device().name());
    }

    @Test
    void recorded_traffic_of_other_makes_on_the_wrong_topic_does_no_harm() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            for (List<Recorded> recorded : List.of(Recorded.autoPi(), Recorded.kura(), Recorded.ownTracks())) {
                for (Recorded message : recorded) {
                    unit.publish(topic(device, "announce"), message.payload(), 1, false);
                }
            }
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            announce(unit, device, "boot-0001", 0, "1.0");
        }
        assertThat(row(device).firmware()).isEqualTo("1.0");
    }

    @Test
    void nothing_is_acknowledged_while_the_database_holds_the_batch_up() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device);
                Connection blocker = source.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement()
                    .executeQuery("select id from device where id = "
                            + device.device().id() + " for update");
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            String announcement = message(device, "boot-0001", 0, "1.0", "");
            CompletableFuture<Void> acknowledged = unit.publishing(topic(device, "announce"), announcement);
            Thread.sleep(1500);
            // Our own broker acknowledges what is committed; another one what it has written down itself.
            assertThat(acknowledged.isDone()).isEqualTo(Rig.EXTERNAL);
            assertThat(unit.messages).noneMatch(message -> message.json().has("inReplyTo"));
            blocker.rollback();
            unit.answer(TestClient.JSON.readTree(announcement).path("msgId").asString());
            acknowledged.get(10, TimeUnit.SECONDS);
        }
        assertThat(row(device).firmware()).isEqualTo("1.0");
    }

    @Test
    void a_unit_whose_device_somebody_has_locked_does_not_hold_up_others() throws Exception {
        Registered held = register(true);
        Registered other = register(true);
        try (TestClient first = connect(held);
                TestClient second = connect(other);
                Connection blocker = source.getConnection()) {
            blocker.setAutoCommit(false);
            blocker.createStatement()
                    .executeQuery(
                            "select id from device where id = " + held.device().id() + " for update");
            first.subscribe("muster/v1/" + id(held) + "/registration");
            second.subscribe("muster/v1/" + id(other) + "/registration");
            String announcement = message(held, "boot-0001", 0, "1.0", "");
            first.publishing(topic(held, "announce"), announcement);
            // It is not waiting any more, and does not get on.
            await().until(() -> gauge("muster.units.waiting") == 0 && gauge("muster.units.lag.seconds") > 0.1);
            for (int seq = 0; seq < 5; seq++) {
                assertThat(announce(second, other, "boot-0001", seq, "1." + seq)
                                .path("state")
                                .asString())
                        .isEqualTo("accepted");
            }
            assertThat(first.messages).noneMatch(message -> message.json().has("inReplyTo"));
            blocker.rollback();
            first.answer(TestClient.JSON.readTree(announcement).path("msgId").asString());
        }
        assertThat(row(other).firmware()).isEqualTo("1.4");
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    @Test
    void what_the_broker_keeps_for_a_unit_says_whether_its_customer_is_suspended() throws Exception {
        Registered device = register(true);
        CustomerId customer = Objects.requireNonNull(device.device().customerId());
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            announce(unit, device, "boot-0001", 0, "1.0");
            Cast.as(cast.owner(), () -> customers.suspend(customer, null));
            unit.await(message -> message.json().path("suspended").asBoolean());
            Cast.as(cast.owner(), () -> customers.resume(customer, null));
            unit.await(UnitsTest::saysServed);
        }
    }

    @Test
    void so_it_does_when_the_customer_is_moved_and_before_the_unit_was_ever_taken() throws Exception {
        Customer served = cast.customer();
        Customer suspended = cast.customer();
        Registered device = register(true);
        CustomerId customer = Objects.requireNonNull(device.device().customerId());
        Cast.as(cast.owner(), () -> customers.suspend(suspended.id(), null));
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            Cast.as(cast.owner(), () -> moves.move(customer, null, suspended.id()));
            unit.await(message -> message.json().path("suspended").asBoolean());
            assertThat(announce(unit, device, "boot-0001", 0, "1.0")
                            .path("suspended")
                            .asBoolean())
                    .isTrue();
            Cast.as(cast.owner(), () -> customers.resume(suspended.id(), null));
            unit.await(UnitsTest::saysServed);
            Cast.as(cast.owner(), () -> customers.suspend(suspended.id(), null));
            unit.await(message -> message.json().path("suspended").asBoolean());
            Cast.as(cast.owner(), () -> moves.move(customer, null, served.id()));
            unit.await(UnitsTest::saysServed);
        }
    }

    private static boolean saysServed(TestClient.Message message) {
        return !message.json().has("inReplyTo")
                && !message.json().path("suspended").asBoolean();
    }

    @Test
    void a_suspended_customer_s_unit_is_heard_and_nothing_else() throws Exception {
        Registered device = register(true);
        jdbc.sql("update customer set status = 'SUSPENDED' where id = ?")
                .param(device.device().customerId().value())
                .update();
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            assertThat(announce(unit, device, "boot-0001", 0, "1.0")
                            .path("suspended")
                            .asBoolean())
                    .isTrue();
        } finally {
            jdbc.sql("update customer set status = 'ACTIVE' where id = ?")
                    .param(device.device().customerId().value())
                    .update();
        }
        assertThat(row(device).firmware()).isNull();
        assertThat(row(device).lastSeenAt()).isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void a_denied_unit_is_told_so() throws Exception {
        Registered device = register(false);
        Cast.as(cast.owner(), () -> registry.deny(device.device().id()));
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/error");
            unit.publish(topic(device, "announce"), message(device, "boot-0001", 0, "1.0", ""));
            assertThat(unit.await(message -> true)
                            .json()
                            .path("error")
                            .path("code")
                            .asString())
                    .isEqualTo("unit_denied");
        }
        assertThat(row(device).firmware()).isNull();
    }

    @Test
    void what_the_broker_keeps_of_a_registration_that_has_ended_is_left_there_anew() throws Exception {
        Registered device = register(false);
        Cast.as(cast.owner(), () -> registry.deny(device.device().id()));
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            unit.await(message -> message.json().path("state").asString().equals("denied"));
            for (long seq = 0; seq < 3; seq++) {
                unit.publish(topic(device, "announce"), message(device, "boot-0001", seq, "1.0", ""));
            }
            JsonNode anew = unit.await(message -> true).json();
            assertThat(anew.path("state").asString()).isEqualTo("denied");
            assertThat(anew.has("inReplyTo")).isTrue();
            assertThat(unit.hearsNothing()).as("no more often than errors").isTrue();
        }
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/registration");
            assertThat(unit.await(message -> true).json().has("inReplyTo"))
                    .as("it is what stays with the broker")
                    .isTrue();
        }
    }

    // ---- help

    private Registered register(boolean accept) {
        Customer customer = cast.customer();
        return Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(new UnitId(newUnitId()), null, customer.id(), null, accept)));
    }

    private TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private static JsonNode announce(TestClient unit, Registered device, String boot, long seq, String firmware)
            throws Exception {
        String msgId = newMsgId();
        unit.publish(topic(device, "announce"), message(id(device), msgId, boot, seq, firmware, ""));
        return unit.answer(msgId);
    }

    private static JsonNode ask(TestClient client, String unitId) throws Exception {
        return ask(client, unitId, null);
    }

    private static JsonNode ask(TestClient client, String unitId, @Nullable String proof) throws Exception {
        String msgId = newMsgId();
        client.publish(
                "muster/v1/enroll/request",
                "{\"v\":1,\"msgId\":\"" + msgId + "\",\"unitId\":\"" + unitId + "\""
                        + (proof == null ? "" : ",\"claimProof\":\"" + proof + "\"") + "}");
        return client.answer(msgId);
    }

    private static String message(Registered device, String boot, long seq, String firmware, String more) {
        return message(id(device), newMsgId(), boot, seq, firmware, more);
    }

    private static String message(String unitId, String msgId, String boot, long seq, String firmware, String more) {
        return """
                {"v":1,"msgId":"%s","unitId":"%s","ts":"%s","bootId":"%s","seq":%d,"hw":{"model":"TMU CM4"},
                "fw":{"version":"%s"},"modem":{"imei":"%015d","iccid":"8945020184512345678"}%s}""".formatted(
                        msgId,
                        unitId,
                        Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                        boot,
                        seq,
                        firmware,
                        Integer.toUnsignedLong(unitId.hashCode()),
                        more);
    }

    private static String topic(Registered device, String what) {
        return "muster/v1/" + id(device) + "/" + what;
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private static String newUnitId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String newMsgId() {
        return UUID.randomUUID().toString();
    }

    private DeviceRow row(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id()));
    }

    private DeviceRow find(String unitId) {
        return Cast.as(
                        cast.owner(),
                        () -> registry.list(
                                cast.root(), ListQuery.all(), new DeviceFilter(null, null, null, new UnitId(unitId))))
                .items()
                .getFirst();
    }

    private List<String> actions(Registered device) {
        return jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                .param(device.device().id().toString())
                .query(String.class)
                .list();
    }

    private List<String> reasons(String unitId) {
        return jdbc.sql("select reason from ingest_log where unit_id = ?")
                .param(unitId)
                .query(String.class)
                .list();
    }

    private static String hmac(String key, String text) throws Exception {
        var mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return java.util.HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void eventually(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not happen");
            }
            Thread.sleep(50);
        }
    }
}
