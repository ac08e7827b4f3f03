package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.Installation.Outcome;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of a unit on site after it was claimed ({@link UnitClaims}): for whoever claimed it, and nobody else. */
@Service
public class Installations {

    private final Access access;
    private final OnSite onSite;
    private final InstallationStore store;
    private final CheckupQuery checkups;
    private final Registrar registrar;
    private final ClaimReversal claims;
    private final SwapStore swaps;
    private final SwapReversal reversal;
    private final Journal journal;
    private final ClaimCodes codes;

    Installations(
            Access access,
            OnSite onSite,
            InstallationStore store,
            CheckupQuery checkups,
            Registrar registrar,
            ClaimReversal claims,
            SwapStore swaps,
            SwapReversal reversal,
            Journal journal,
            ClaimCodes codes) {
        this.access = access;
        this.onSite = onSite;
        this.store = store;
        this.checkups = checkups;
        this.registrar = registrar;
        this.claims = claims;
        this.swaps = swaps;
        this.reversal = reversal;
        this.journal = journal;
        this.codes = codes;
    }

    /**
     * The actor's own installation of a device.
     *
     * @throws Rejected NOT_FOUND when it is older than a day, has been undone, or somebody else's
     */
    @Transactional(readOnly = true)
    public Installation get(DeviceId device) {
        Actor actor = access.actor();
        return onSite.require(actor, device);
    }

    /**
     * The actor's own installation of the unit with this label, to go on with: they closed the page before they were done.
     * Empty for a label with which there is nothing to go on; then {@link UnitClaims#check} says the same as ever, and counts.
     */
    @Transactional(readOnly = true)
    public Optional<Installation> underWay(UnitLabel label) {
        Actor actor = access.actor();
        return onSite.own(actor, label.unit())
                .filter(own -> codes.of(own.device())
                        .filter(printed -> printed.equals(label.code().value()))
                        .isPresent());
    }

    /** What the unit has shown of itself since it was claimed, and if not, why not. */
    @Transactional(readOnly = true)
    public Checkup checkup(DeviceId device) {
        Actor actor = access.actor();
        return checkups.of(onSite.require(actor, device));
    }

    /**
     * The installer is done. Whether the unit counts as verified is not theirs to say: it has announced itself, or not.
     *
     * @throws Rejected CONFLICT when somebody has taken it out of use meanwhile
     */
    @Transactional
    public Installation finish(DeviceId device) {
        Actor actor = access.actor();
        Known known = registrar.lock(device);
        Installation installation = onSite.require(actor, device);
        Checkup checkup = checkups.of(installation);
        if (checkup.ended()) {
            throw Rejected.conflict("install.cause." + Checkup.Cause.ENDED);
        }
        Outcome outcome = checkup.announced() ? Outcome.VERIFIED : Outcome.UNVERIFIED;
        if (installation.outcome() != outcome && installation.outcome() != Outcome.VERIFIED) {
            store.end(installation, outcome);
            journal.changed(
                    actor.by(),
                    known,
                    outcome == Outcome.VERIFIED ? "install_verified" : "install_unverified",
                    List.of());
        }
        return onSite.require(actor, device);
    }

    /**
     * Takes the claim back: the unit is whose it was, and as it was, and the code on its label can be used again. What was
     * entered on site goes. When it had come to the place of another unit, that one is there again.
     *
     * @return the unit that is there again, if there was one
     * @throws Rejected CONFLICT after 15 minutes, or when somebody has decided something else about the unit since
     */
    @Transactional
    public Optional<Swaps.Undone> undo(DeviceId device) {
        Actor actor = access.actor();
        Optional<SwapStore.Swap> swap = swaps.of(onSite.require(actor, device));
        if (swap.isPresent()) {
            requireClaiming(actor, swap.get().before().customer());
            return Optional.of(reversal.undo(actor.by(), swap.get()));
        }
        onSite.giveBack(actor);
        Known known = registrar.lock(device);
        Installation installation = onSite.require(actor, device);
        InstallationStore.Before before = store.before(installation);
        boolean gone = before.customer() == null && before.state() != UnitState.UNCLAIMED;
        if (onSite.now().isAfter(installation.undoUntil()) || known.device().rev() != before.rev() || gone) {
            throw Rejected.conflict("problem.install.undo");
        }
        requireClaiming(actor, before.customer());
        store.undo(installation);
        claims.reverse(actor.by(), known, before);
        return Optional.empty();
    }

    /** Also where the unit goes back to. */
    private void requireClaiming(Actor actor, @Nullable CustomerId before) {
        if (before != null) {
            access.require(actor, Permission.CLAIM_DEVICE, before);
        }
    }
}
