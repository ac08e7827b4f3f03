package io.muster.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.api.Client;
import io.muster.api.Clients;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.user.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The last column of the matrix: a unit that belongs to nobody is there for unrestricted device managers of the account, and
 * for nobody else, whatever they hold.
 */
@MusterTest
class OwnerlessTest {

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Database database;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void nobody_leaves_units_behind() {
        jdbc.sql("delete from device where unit_id like 'ownerless-%'").update();
    }

    @ParameterizedTest
    @EnumSource(RightsMatrixTest.Holder.class)
    void is_there_for_device_managers_of_the_account_alone(RightsMatrixTest.Holder holder) {
        Group[] groups = holder.groups().toArray(Group[]::new);
        User atRoot = cast.user(cast.root(), groups);
        User restricted = cast.user(cast.root(), true, Set.of(), groups);
        User below = cast.user(cast.customer().id(), groups);
        try {
            isThere(atRoot, holder.groups().contains(Group.DEVICE_MANAGEMENT));
            isThere(restricted, false);
            isThere(below, false);
        } finally {
            jdbc.sql("delete from app_user where id in (:ids)")
                    .param("ids", List.of(atRoot.id().value(), restricted.id().value()))
                    .update();
        }
    }

    private void isThere(User user, boolean there) {
        DeviceId unit = unit();
        assertThat(Cast.as(user, () -> works(() -> devices.get(unit)))).isEqualTo(there);
        assertThat(Cast.as(user, () -> listed(user, unit, "ownerless"))).isEqualTo(there);
        assertThat(Cast.as(user, () -> listed(user, unit, "860016"))).isEqualTo(there);
        Client client = clients.of(user);
        String path = "/api/v1/devices/" + unit;
        assertThat(client.get(path).status()).isEqualTo(there ? 200 : 404);
        assertThat(client.patch(path, Map.of("name", "Mine")).status()).isEqualTo(there ? 200 : 404);
        assertThat(client.post(path + "/credential", null).status()).isEqualTo(there ? 409 : 404);
        assertThat(client.post(path + "/deny", null).status()).isEqualTo(there ? 200 : 404);
        DeviceId other = unit();
        String target = user.customerId().toString();
        assertThat(client.post("/api/v1/devices/" + other + "/approve", Map.of("customerId", target))
                        .status())
                .isEqualTo(there ? 200 : 404);
    }

    private boolean listed(User user, DeviceId unit, String search) {
        try {
            return devices
                    .list(user.customerId(), new ListQuery(search, List.of(), 500, 0, null), DeviceFilter.NONE)
                    .items()
                    .stream()
                    .anyMatch(row -> row.id().equals(unit));
        } catch (Rejected refused) {
            return false;
        }
    }

    private static boolean works(Runnable attempt) {
        try {
            attempt.run();
            return true;
        } catch (Rejected refused) {
            assertThat(refused.kind()).isEqualTo(Rejected.Kind.NOT_FOUND);
            return false;
        }
    }

    private DeviceId unit() {
        long id = database.next("device_seq");
        jdbc.sql("insert into device (id, unit_id, name, imei, state, rev, created_at, version)"
                        + " values (:id, :unit, :unit, '860016123456789', 'UNCLAIMED', 0, current_timestamp, 0)")
                .param("id", id)
                .param("unit", "ownerless-" + id)
                .update();
        jdbc.sql("insert into device_presence (device_id, heartbeat_s) values (:id, 60)")
                .param("id", id)
                .update();
        return new DeviceId(id);
    }
}
