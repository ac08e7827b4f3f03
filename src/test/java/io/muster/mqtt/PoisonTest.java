package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.customer.Customer;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A message that the database will not take, whatever is done. */
@MusterTest
class PoisonTest {

    private static final int OTHERS = 4;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    JdbcClient jdbc;

    @Test
    void one_message_that_cannot_be_taken_does_not_hold_up_the_others() throws Exception {
        Customer customer = cast.customer();
        Registered bad = register(customer);
        jdbc.sql("alter table device add constraint no_poison check (firmware <> 'poison')")
                .update();
        List<TestClient> clients = new ArrayList<>();
        try {
            TestClient poisoner = connect(bad, "error");
            clients.add(poisoner);
            List<Registered> others = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                Registered other = register(customer);
                others.add(other);
                clients.add(connect(other, "registration"));
            }
            poisoner.publish(topic(bad), Garbage.good(id(bad)).replace("1.0", "poison"));
            for (int i = 0; i < OTHERS; i++) {
                clients.get(i + 1).publish(topic(others.get(i)), Garbage.good(id(others.get(i))));
            }
            for (TestClient client : clients.subList(1, clients.size())) {
                assertThat(client.answer("12345678").path("state").asString()).isEqualTo("accepted");
            }
            assertThat(poisoner.await(message -> true).json().at("/error/code").asString())
                    .isEqualTo("internal");
            // It was acknowledged: what the unit sends next is taken as ever.
            poisoner.subscribe("muster/v1/" + id(bad) + "/registration");
            poisoner.publish(topic(bad), Garbage.good(id(bad)).replace("12345678", "87654321"));
            poisoner.answer("87654321");
        } finally {
            for (TestClient client : clients) {
                client.close();
            }
            jdbc.sql("alter table device drop constraint no_poison").update();
        }
    }

    private Registered register(Customer customer) {
        String unit = UUID.randomUUID().toString().replace("-", "");
        return Cast.as(
                cast.owner(),
                () -> registry.register(new RegisterDevice(new UnitId(unit), null, customer.id(), null, true)));
    }

    private static TestClient connect(Registered device, String listens) throws Exception {
        Rig.allow(id(device), device.credential().password());
        TestClient client =
                TestClient.v5(Rig.mqttPort(), id(device), device.credential().password());
        client.subscribe("muster/v1/" + id(device) + "/" + listens);
        return client;
    }

    private static String topic(Registered device) {
        return "muster/v1/" + id(device) + "/announce";
    }

    private static String id(Registered device) {
        return device.device().unitId().value();
    }
}
