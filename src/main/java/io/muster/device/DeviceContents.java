package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Sight;
import io.muster.customer.Contents;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices inside a customer, when the customer is emptied. */
@Component
class DeviceContents implements Contents {

    private final Access access;
    private final DeviceRepository devices;
    private final Journal journal;
    private final JdbcClient jdbc;

    DeviceContents(Access access, DeviceRepository devices, Journal journal, JdbcClient jdbc) {
        this.access = access;
        this.devices = devices;
        this.journal = journal;
        this.jdbc = jdbc;
    }

    @Override
    public Sort sort() {
        return Sort.DEVICES;
    }

    @Override
    public long count(CustomerId customer) {
        return jdbc.sql("select count(*) from device where customer_id = :customer")
                .param("customer", customer.value())
                .query(Long.class)
                .single();
    }

    /** As any move between customers, it ends the location and the direct assignments of each device. */
    @Override
    public void moveUp(Actor actor, TreePath from, TreePath to) {
        access.require(actor, Permission.REGISTER_DEVICE, from);
        access.require(actor, Permission.REGISTER_DEVICE, to);
        if (!listsAll(actor, from)) {
            throw Rejected.forbidden("problem.customer.unseenDevices");
        }
        List<UnitId> units = jdbc.sql("select unit_id from device where customer_id = :customer order by id")
                .param("customer", from.customer().value())
                .query((row, number) -> new UnitId(row.getString("unit_id")))
                .list();
        Map<UnitId, Known> before = devices.lock(units);
        jdbc.sql("delete from user_device where device_id in (select id from device where customer_id = :customer)")
                .param("customer", from.customer().value())
                .update();
        devices.update(before.values().stream()
                .map(known -> known.device().moved(to.customer()))
                .toList());
        Map<UnitId, Known> after = devices.lock(units);
        Instant now = journal.now();
        List<Change> changes = new ArrayList<>();
        after.forEach((unit, known) -> {
            Device old = Objects.requireNonNull(before.get(unit)).device();
            changes.add(Journal.change(
                    actor.by(), known, new Device.Event("moved", Journal.difference(old, known.device())), now));
        });
        journal.record(changes);
    }

    private static boolean listsAll(Actor actor, TreePath place) {
        Sight sight = actor.sight();
        return (sight.all() && !sight.restricted()) || actor.may(Permission.SEE_INVENTORY, place);
    }
}
