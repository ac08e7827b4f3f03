package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Claiming a unit by what stands on its label: the unit id and the claim code (MQTT contract, Life of a unit). */
@Service
public class UnitClaims {

    private final Access access;
    private final DeviceSight sight;
    private final Registrar registrar;
    private final Labels labels;
    private final OnSite onSite;
    private final UnitUses uses;

    UnitClaims(Access access, DeviceSight sight, Registrar registrar, Labels labels, OnSite onSite, UnitUses uses) {
        this.access = access;
        this.sight = sight;
        this.registrar = registrar;
        this.labels = labels;
        this.onSite = onSite;
        this.uses = uses;
    }

    /**
     * Says whether a unit could be claimed with this code, before anything is decided. A wrong one counts as a guess.
     *
     * @return what it is already; empty for a spare one
     * @throws Rejected as {@link #claim} does
     */
    @Transactional
    public Optional<UnitUse> check(UnitId unit, ClaimCode code) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, actor.home());
        onSite.requireLeft(actor);
        return uses.of(actor, labels.read(actor, unit, code).known());
    }

    /**
     * Claims a unit for a customer; it is accepted with that. A code is used once. A unit that belongs to nobody gets its
     * password with it: the client whose proof fits the code, and no other. What it was before is kept, so that whoever
     * claimed it can take that back ({@link Installations#undo}).
     *
     * @param location null for none, or for the one that it is at; for a guest it is the job's to say
     * @throws Rejected NOT_FOUND, always the same, for whatever cannot be claimed with this code: an unknown id, a wrong
     *                  code, a unit of somebody else, one that has been claimed; TOO_MANY_REQUESTS after too many of these;
     *                  CONFLICT when the job by which the actor came has no unit left
     */
    @Transactional
    public DeviceRow claim(UnitId unit, ClaimCode code, CustomerId customer, @Nullable LocationId location) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, customer);
        if (actor.guest() == null) {
            sight.requireLocation(actor, customer, location);
        }
        LocationId there = onSite.take(actor, location);
        Labels.Found found = labels.read(actor, unit, code);
        Known before = found.known();
        Device claimed = before.device().claimed(customer, there);
        Known after = registrar.take(actor.by(), before, claimed, "claimed", List.of());
        labels.use(new UnitLabel(unit, code), found);
        onSite.begin(actor, before.device(), after.device());
        return sight.row(actor, before.device().id());
    }
}
