package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Sight;
import io.muster.customer.Contents;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices inside a customer, when the customer is emptied. */
@Component
class DeviceContents implements Contents {

    private final Access access;
    private final DeviceRepository devices;
    private final Registrar registrar;
    private final JdbcClient jdbc;

    DeviceContents(Access access, DeviceRepository devices, Registrar registrar, JdbcClient jdbc) {
        this.access = access;
        this.devices = devices;
        this.registrar = registrar;
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
        access.require(actor, Permission.MOVE_DEVICE, from);
        access.require(actor, Permission.MOVE_DEVICE, to);
        if (!listsAll(actor, from)) {
            throw Rejected.forbidden("problem.customer.unseenDevices");
        }
        List<UnitId> units = jdbc.sql("select unit_id from device where customer_id = :customer order by id")
                .param("customer", from.customer().value())
                .query((row, number) -> new UnitId(row.getString("unit_id")))
                .list();
        registrar.move(actor.by(), devices.lock(units).values(), to.customer(), count -> {});
    }

    private static boolean listsAll(Actor actor, TreePath place) {
        Sight sight = actor.sight();
        return !sight.restricted() && (sight.all() || actor.may(Permission.SEE_INVENTORY, place));
    }
}
