package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.Command;
import io.muster.device.Command.Status;
import io.muster.device.CommandReplies;
import io.muster.device.CommandReply;
import io.muster.device.Commands;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What is asked of units, over a real broker. */
@MusterTest
class CommandsTest {

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Commands commands;

    @Autowired
    CommandReplies replies;

    @Autowired
    Customers customers;

    @Autowired
    JdbcClient jdbc;

    @Test
    void a_unit_is_asked_and_answers() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            unit.subscribe("muster/v1/" + id(device) + "/cmd/+");
            Command asked = Cast.as(cast.owner(), () -> commands.send(key(device), Command.Name.PING));
            TestClient.Message heard = unit.await(message -> true);
            assertThat(heard.topic()).isEqualTo("muster/v1/" + id(device) + "/cmd/ping");
            JsonNode command = heard.json();
            assertThat(command.path("v").asInt()).isEqualTo(1);
            assertThat(command.path("id").asString()).isEqualTo(asked.id());
            assertThat(Instant.parse(command.path("expiresAt").asString())).isEqualTo(asked.expiresAt());
            answer(unit, device, "ping", asked.id(), "accepted", "");
            eventually(device, asked, Status.ACCEPTED);
            answer(unit, device, "ping", asked.id(), "done", ",\"result\":{\"uptimeS\":42}");
            eventually(device, asked, Status.DONE);
        }
        assertThat(Cast.as(cast.owner(), () -> commands.latest(key(device))))
                .singleElement()
                .extracting(Command::detail)
                .isEqualTo("{\"uptimeS\":42}");
        assertThat(jdbc.sql("select count(*) from audit_entry where entity = ? and action = 'command_sent'")
                        .param(key(device).toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void an_answer_against_its_schema_is_none() throws Exception {
        Registered device = register(true);
        try (TestClient unit = connect(device)) {
            Command asked = Cast.as(cast.owner(), () -> commands.send(key(device), Command.Name.PING));
            answer(unit, device, "ping", asked.id(), "failed", ",\"error\":{\"nonsense\":1}");
            answer(unit, device, "ping", asked.id(), "accepted", "");
            eventually(device, asked, Status.ACCEPTED);
            answer(unit, device, "ping", asked.id(), "failed", ",\"error\":{\"code\":\"internal\"}");
            eventually(device, asked, Status.FAILED);
        }
    }

    @Test
    void only_the_unit_that_was_asked_can_answer_and_its_last_word_stands() throws Exception {
        Registered device = register(true);
        Registered other = register(true);
        Command asked = Cast.as(cast.owner(), () -> commands.send(key(device), Command.Name.REANNOUNCE));
        replies.take(List.of(new CommandReply(new UnitId(id(other)), asked.id(), Status.FAILED, null)));
        assertThat(status(device, asked)).isEqualTo(Status.SENT);
        replies.take(List.of(
                new CommandReply(new UnitId(id(device)), asked.id(), Status.DONE, null),
                new CommandReply(new UnitId(id(device)), asked.id(), Status.FAILED, null)));
        assertThat(status(device, asked)).isEqualTo(Status.DONE);
    }

    @Test
    void an_answer_is_a_sign_of_life_whatever_becomes_of_it() {
        Registered device = register(true);
        Registered suspended = register(true);
        Command asked = Cast.as(cast.owner(), () -> commands.send(key(suspended), Command.Name.PING));
        Cast.as(cast.owner(), () -> customers.suspend(suspended.device().customerId(), null));
        replies.take(List.of(
                new CommandReply(new UnitId(id(device)), "nobody-asked", Status.DONE, null),
                new CommandReply(new UnitId(id(suspended)), asked.id(), Status.DONE, null),
                new CommandReply(new UnitId("unknown-" + Cast.next()), asked.id(), Status.DONE, null)));
        for (Registered heard : List.of(device, suspended)) {
            assertThat(Cast.as(cast.owner(), () -> registry.get(key(heard))).lastSeenAt())
                    .isAfter(Instant.now().minusSeconds(60));
        }
        assertThat(status(suspended, asked)).as("nobody listens").isEqualTo(Status.SENT);
        Instant later = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        jdbc.sql("update device_presence set last_seen_at = ? where device_id = ?")
                .params(later.atOffset(ZoneOffset.UTC), key(device).value())
                .update();
        replies.take(List.of(new CommandReply(new UnitId(id(device)), asked.id(), Status.DONE, null)));
        assertThat(Cast.as(cast.owner(), () -> registry.get(key(device))).lastSeenAt())
                .as("it never goes back")
                .isEqualTo(later);
    }

    @Test
    void what_is_not_answered_in_time_never_is() {
        Registered device = register(true);
        Command asked = Cast.as(cast.owner(), () -> commands.send(key(device), Command.Name.PING));
        jdbc.sql("update device_command set expires_at = ? where id = ?")
                .params(Instant.now().minus(1, ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC), asked.id())
                .update();
        assertThat(status(device, asked)).isEqualTo(Status.TIMED_OUT);
        replies.take(List.of(new CommandReply(new UnitId(id(device)), asked.id(), Status.DONE, null)));
        assertThat(status(device, asked)).isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void only_an_accepted_device_is_asked_and_only_by_who_manages_it() {
        Registered pending = register(false);
        assertThatThrownBy(() -> Cast.as(cast.owner(), () -> commands.send(key(pending), Command.Name.PING)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.CONFLICT));
        Registered device = register(true);
        Customer sibling = cast.customer();
        assertThatThrownBy(() ->
                        Cast.as(cast.administrator(sibling.id()), () -> commands.send(key(device), Command.Name.PING)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.NOT_FOUND));
        var viewer = cast.user(device.device().customerId(), Group.FULL_DEVICE_ACCESS);
        assertThatThrownBy(() -> Cast.as(viewer, () -> commands.send(key(device), Command.Name.PING)))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
    }

    private static void answer(TestClient unit, Registered device, String name, String id, String status, String more)
            throws Exception {
        unit.publish(
                "muster/v1/" + id(device) + "/cmd/" + name + "/reply",
                "{\"v\":1,\"id\":\"" + id + "\",\"status\":\"" + status + "\",\"ts\":\""
                        + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\"" + more + "}");
    }

    private void eventually(Registered device, Command asked, Status status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(status(device, asked)).isEqualTo(status));
    }

    private Status status(Registered device, Command asked) {
        return Cast.as(cast.owner(), () -> commands.get(key(device), asked.id()))
                .status();
    }

    private Registered register(boolean accept) {
        UnitId unit = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        return Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(unit, null, cast.customer().id(), null, accept)));
    }

    private static TestClient connect(Registered device) throws Exception {
        Rig.allow(id(device), device.credential().password());
        return TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
    }

    private static DeviceId key(Registered device) {
        return device.device().id();
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
