package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people do with alerts: look at them, and say so. */
@Service
public class DeviceAlerts {

    private final Access access;
    private final DeviceSight sight;
    private final Registrar registrar;
    private final Suspicions suspicions;
    private final Journal journal;

    DeviceAlerts(Access access, DeviceSight sight, Registrar registrar, Suspicions suspicions, Journal journal) {
        this.access = access;
        this.sight = sight;
        this.registrar = registrar;
        this.suspicions = suspicions;
        this.journal = journal;
    }

    /**
     * Somebody has looked at the alerts of a device. What they were about stays as it is; when it happens again, so does the
     * alert.
     *
     * @throws Rejected CONFLICT when there are none
     */
    @Transactional
    public DeviceRow acknowledge(DeviceId id) {
        Actor actor = access.actor();
        Known known = registrar.lock(id);
        sight.seen(actor, Permission.EDIT_DEVICE, id);
        List<Alert> lifted = suspicions.lift(id);
        if (lifted.isEmpty()) {
            throw Rejected.conflict("problem.device.noAlerts");
        }
        String names = lifted.stream().map(Alert::wire).collect(Collectors.joining(", "));
        journal.changed(actor.by(), known, "alerts_acknowledged", Change.Field.of("alerts", names, null));
        return sight.row(actor, id);
    }
}
