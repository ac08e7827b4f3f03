package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Makes a claimed unit what it was before. */
@Component
class ClaimReversal {

    private static final String ACTION = "claim_undone";

    private final Registrar registrar;
    private final UnitCredentials credentials;
    private final ClaimCodes codes;
    private final WaitingClients waiting;
    private final Journal journal;

    ClaimReversal(
            Registrar registrar,
            UnitCredentials credentials,
            ClaimCodes codes,
            WaitingClients waiting,
            Journal journal) {
        this.registrar = registrar;
        this.credentials = credentials;
        this.codes = codes;
        this.waiting = waiting;
        this.journal = journal;
    }

    void reverse(Change.By by, Known claimed, InstallationStore.Before before) {
        DeviceId id = claimed.device().id();
        Device changed = claimed.device().unclaimed(before.customer(), before.location(), before.state());
        if (!Objects.equals(before.customer(), claimed.device().customerId())) {
            // Where it goes back to is another history.
            journal.changed(by, claimed, ACTION, Journal.difference(claimed.device(), changed));
        }
        registrar.save(by, claimed, changed, ACTION);
        if (before.customer() == null) {
            // The password came with the claim. A unit that loses it asks again, and shows its proof again.
            UnitId unit = claimed.device().unitId();
            credentials.forget(List.of(claimed.device()));
            waiting.forget(id);
            registrar.disconnect(unit);
        } else {
            codes.renew(id);
        }
    }
}
