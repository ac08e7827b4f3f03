package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.device.SwapStore.Swap;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Takes back that one unit took another one's place. Who may do so is decided before. */
@Component
class SwapReversal {

    /** For so long it can be taken back. */
    static final Duration UNDO = Duration.ofMinutes(15);

    private static final String ACTION = "swap_undone";

    private final Registrar registrar;
    private final DeviceRepository devices;
    private final UnitCredentials credentials;
    private final ClaimCodes codes;
    private final WaitingClients waiting;
    private final Luggage luggage;
    private final SwapStore swaps;
    private final InstallationStore installations;
    private final JobStore jobs;
    private final ImportWriter registrations;
    private final Journal journal;

    SwapReversal(
            Registrar registrar,
            DeviceRepository devices,
            UnitCredentials credentials,
            ClaimCodes codes,
            WaitingClients waiting,
            Luggage luggage,
            SwapStore swaps,
            InstallationStore installations,
            JobStore jobs,
            ImportWriter registrations,
            Journal journal) {
        this.registrar = registrar;
        this.devices = devices;
        this.credentials = credentials;
        this.codes = codes;
        this.waiting = waiting;
        this.luggage = luggage;
        this.swaps = swaps;
        this.installations = installations;
        this.jobs = jobs;
        this.registrations = registrations;
        this.journal = journal;
    }

    /**
     * Takes a swap back: the old unit is in its place again, under the name that it has now and with the vehicle that it has
     * now; the new one is whose it was, and as it was. One that nobody knew is forgotten, or waits in the quarantine when it
     * has been heard. When it was made on site, what was entered there goes, the code on the label of the new unit can be
     * used again, and the job by which a guest made it has its unit back.
     *
     * @return the old device, and whether its password holds again
     * @throws Rejected CONFLICT after 15 minutes, or when somebody has decided something else about one of the two since
     */
    Swaps.Undone undo(Change.By by, Swap swap) {
        jobs.giveBack(swap);
        Map<UnitId, Known> both = devices.lock(List.of(swap.oldUnit(), swap.newUnit()));
        Known old = Objects.requireNonNull(both.get(swap.oldUnit()));
        Known next = Objects.requireNonNull(both.get(swap.newUnit()));
        boolean late = registrar.now().isAfter(swap.at().plus(UNDO));
        boolean touched = old.device().rev() != swap.oldRev() || next.device().rev() != swap.newRev();
        boolean ownerGone = swap.before().owned() && swap.before().customer() == null;
        if (late || touched || ownerGone) {
            throw Rejected.conflict("problem.swap.undo");
        }
        boolean onSite = installations.undo(swap);
        Known restored = registrar.save(
                by,
                old,
                old.device().restored(swap.oldState(), next.device()),
                ACTION,
                Change.Field.of("replacedBy", swap.newUnit(), null));
        luggage.carry(by, next.device().id(), restored);
        boolean signsIn =
                swap.passwordHash() == null || credentials.restore(old.device().id(), swap.passwordHash());
        standDown(by, old.device(), next, swap.before());
        if (onSite) {
            codes.renew(next.device().id());
        }
        swaps.undone(swap);
        return new Swaps.Undone(old.device().id(), old.device().unitId(), signsIn);
    }

    private void standDown(Change.By by, Device old, Known next, BeforeSwap before) {
        DeviceId id = next.device().id();
        if (before.state() == null) {
            List<Known> unheard = registrations.unheard(List.of(id));
            if (!unheard.isEmpty()) {
                registrations.remove(by, unheard);
                return;
            }
        }
        Device after = next.device().stoodDown(before, old);
        if (!Objects.equals(after.customerId(), next.device().customerId())) {
            // Where it goes back to is another history.
            journal.changed(by, next, ACTION, Journal.difference(next.device(), after));
        }
        Known stands = registrar.save(by, next, after, ACTION);
        luggage.restore(stands.device(), before.luggage());
        if (after.customerId() == null) {
            credentials.forget(List.of(next.device()));
            waiting.forget(id);
            registrar.disconnect(next.device().unitId());
        }
    }
}
