package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.device.BrokerAccounts;
import io.muster.device.Credential;
import io.muster.device.DeviceRegistry;
import io.muster.device.IngestLog;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.Retirement;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mosquitto follows the database: who gets a password can sign in there, and who loses it cannot. */
@MusterTest
@EnabledIfSystemProperty(
        named = "muster.rig",
        matches = "external",
        disabledReason = "our own broker asks the database")
class AccountKeeperTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Retirement retirement;

    @Autowired
    BrokerAccounts accounts;

    @Autowired
    AccountKeeper keeper;

    @Autowired
    Listener listener;

    @Autowired
    IngestLog ingest;

    @Autowired
    JdbcClient jdbc;

    private final Mosquitto broker = Rig.mosquitto();

    /** Other tests registered units by the hundred, and the plugin takes one after the other. */
    @BeforeEach
    void those_of_other_tests_have_been_told() {
        await().atMost(Duration.ofSeconds(90)).until(() -> accounts.waiting() == 0);
    }

    @Test
    void what_the_broker_missed_while_it_was_away_it_is_told_later() throws Exception {
        Registered retired = register();
        broker.awaitAllowed(id(retired), password(retired));
        broker.stop();
        Registered fresh;
        try {
            fresh = register();
            Cast.as(cast.owner(), () -> retirement.decommission(retired.device().id(), null));
            assertThat(accounts.waiting()).isPositive();
        } finally {
            broker.startAgain();
        }
        await().atMost(SOON).until(() -> broker.admits(id(fresh), password(fresh)));
        await().atMost(SOON).until(() -> !broker.admits(id(retired), password(retired)));
        await().atMost(SOON).until(() -> accounts.waiting() == 0);
        assertThat(jdbc.sql("select count(*) from broker_account")
                        .query(Long.class)
                        .single())
                .as("passwords that are kept any longer than needed")
                .isZero();
    }

    @Test
    void a_broker_that_has_lost_everything_gets_nobody_back_until_credentials_are_reset() throws Exception {
        Registered device = register();
        broker.awaitAllowed(id(device), password(device));
        jdbc.sql("update unit_credential set issued_at = ? where device_id = ?")
                .params(
                        OffsetDateTime.parse("2026-01-01T00:00:00Z"),
                        device.device().id().value())
                .update();
        broker.stop();
        try {
            broker.forgetUnits();
        } finally {
            broker.startAgain();
        }
        await().atMost(SOON).until(() -> {
            ingest.flush();
            return jdbc.sql("select count(*) from ingest_log where unit_id = ? and reason = 'not_at_broker'")
                            .param(id(device))
                            .query(Long.class)
                            .single()
                    > 0;
        });
        assertThat(keeper.missing()).isPositive();
        assertThat(broker.admits(id(device), password(device))).isFalse();
        Credential reset = Cast.as(
                cast.owner(), () -> registry.resetCredential(device.device().id()));
        await().atMost(SOON).until(() -> broker.admits(id(device), reset.password()));
    }

    @Test
    void a_user_of_the_operator_is_left_alone() throws Exception {
        String name = "operator-" + Cast.next();
        try (DynamicSecurity plugin = broker.plugin()) {
            plugin.run(List.of(DynamicSecurity.command("createClient")
                    .put("username", name)
                    .put("password", "of-the-operator")));
            Registered device = Cast.as(
                    cast.owner(),
                    () -> registry.register(new RegisterDevice(
                            new UnitId(name), null, cast.customer().id(), null, true)));
            await().atMost(SOON).until(() -> accounts.waiting() == 0);
            assertThat(broker.admits(name, password(device))).isFalse();
            assertThat(broker.admits(name, "of-the-operator")).isTrue();
            Cast.as(cast.owner(), () -> retirement.decommission(device.device().id(), null));
            await().atMost(SOON).until(() -> accounts.waiting() == 0);
            assertThat(broker.admits(name, "of-the-operator")).isTrue();
        }
    }

    @Test
    void who_should_not_be_there_is_removed() throws Exception {
        UnitId stranger = new UnitId(UUID.randomUUID().toString().replace("-", ""));
        try (DynamicSecurity plugin = broker.plugin()) {
            new UnitRoles(plugin).tell(List.of(new BrokerAccounts.Due(stranger, "left-behind", 1)));
        }
        assertThat(broker.admits(stranger.value(), "left-behind")).isTrue();
        keeper.stop();
        keeper.start();
        await().atMost(SOON).until(() -> !broker.admits(stranger.value(), "left-behind"));
    }

    @Test
    void a_unit_is_cut_off_and_stays_out_within_five_seconds() throws Exception {
        Registered device = register();
        broker.awaitAllowed(id(device), password(device));
        try (TestClient unit = TestClient.v5(Rig.mqttPort(), id(device), password(device))) {
            Cast.as(cast.owner(), () -> retirement.decommission(device.device().id(), null));
            await().atMost(Duration.ofSeconds(5)).until(() -> !unit.isConnected());
        }
        assertThat(broker.admits(id(device), password(device))).isFalse();
    }

    private Registered register() {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(
                        new UnitId(unit), null, cast.customer().id(), null, true)));
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }

    private static String password(Registered device) {
        return device.credential().password();
    }

    @AfterEach
    void listens_again() {
        await().atMost(SOON).until(() -> listener.link() != null);
    }
}
