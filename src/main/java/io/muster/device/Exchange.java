package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts one unit in the place of another. Who may do so is decided before; both devices are locked by then, as far as there are
 * both.
 */
@Component
class Exchange {

    private final Registrar registrar;
    private final UnitCredentials credentials;
    private final WaitingClients waiting;
    private final Luggage luggage;
    private final SwapStore swaps;

    Exchange(
            Registrar registrar,
            UnitCredentials credentials,
            WaitingClients waiting,
            Luggage luggage,
            SwapStore swaps) {
        this.registrar = registrar;
        this.credentials = credentials;
        this.waiting = waiting;
        this.luggage = luggage;
        this.swaps = swaps;
    }

    /** The unit that is in the place now, and the swap that put it there. */
    record Put(Known now, long swap) {}

    /**
     * Puts a unit in the place of another one, whose password holds no more.
     *
     * @param next null when nobody knows the successor yet
     * @throws Rejected CONFLICT when one of the two is not in a state for it
     */
    Put put(Change.By by, Known old, @Nullable Known next, UnitId successor) {
        DeviceId oldId = old.device().id();
        Luggage.Had had =
                next == null ? Luggage.Had.NOTHING : luggage.of(next.device().id());
        String passwordHash = credentials.passwordHash(oldId).orElse(null);
        Known retired = registrar.save(
                by, old, old.device().replaced(successor), "replaced", Change.Field.of("replacedBy", null, successor));
        end(old);
        Known now = come(by, old.device(), next, successor);
        luggage.carry(by, oldId, now);
        long swap = swaps.keep(
                old.device(),
                retired.device(),
                passwordHash,
                BeforeSwap.of(next == null ? null : next.device(), successor, had),
                now.device(),
                registrar.now());
        return new Put(now, swap);
    }

    private Known come(Change.By by, Device old, @Nullable Known next, UnitId successor) {
        if (next == null) {
            Device fresh = Device.unknown(registrar.nextId(), successor, Facts.NONE, registrar.now());
            return registrar.add(by, fresh.replacing(old), "registered");
        }
        boolean owned = next.device().customerId() != null;
        return registrar.take(
                by,
                next,
                next.device().replacing(old),
                owned ? "took_over" : "registered",
                owned ? Change.Field.of("replaces", null, old.unitId()) : Change.Field.of("unitId", null, successor));
    }

    /** Out of use: no password, and nobody who waits for one. */
    void end(Known known) {
        credentials.revoke(known.device().id());
        waiting.forget(known.device().id());
        registrar.disconnect(known.device().unitId());
    }
}
