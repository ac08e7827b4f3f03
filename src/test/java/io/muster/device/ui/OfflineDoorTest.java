package io.muster.device.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

/** How entries of phones are answered when it is their sender who stands in the way. */
@MusterTest
class OfflineDoorTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    OfflineDoor door;

    private void secondFactor(Customer customer, MfaPolicy policy) {
        Cast.does(cast.owner(), () -> {
            Customer now = customers.get(customer.id());
            CustomerData data = now.data();
            customers.edit(
                    now.id(),
                    now.version(),
                    new CustomerData(data.name(), data.email(), data.country(), data.preferences(), policy));
        });
    }

    private static String states(List<OfflineJson.Answer> answers) {
        return answers.getFirst().state();
    }

    @Test
    void an_entry_waits_until_its_sender_has_the_second_factor_that_is_wanted_meanwhile() {
        Customer customer = cast.customer();
        User installer = cast.user(customer.id(), Group.INSTALLER);
        Registered device = Cast.as(
                cast.owner(),
                () -> registry.register(
                        new RegisterDevice(new UnitId("later-" + Cast.next()), null, customer.id(), null, false)));
        String entry = OfflineJson.write(List.of(Map.of(
                "key", UUID.randomUUID().toString(),
                "unitId", device.device().unitId().value(),
                "claimCode", device.credential().claimCode(),
                "customerId", customer.id().toString())));
        secondFactor(customer, MfaPolicy.FORCED);
        assertThat(sent(installer, entry)).isEqualTo("LATER");
        secondFactor(customer, MfaPolicy.OPTIONAL);
        assertThat(sent(installer, entry)).isEqualTo("CLAIMED");
    }

    private String sent(User installer, String entries) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/install/entries");
        request.setContent(entries.getBytes(StandardCharsets.UTF_8));
        return Cast.as(
                installer,
                () -> states(Objects.requireNonNull(door.enter(request).getBody())));
    }
}
