package io.muster.device;

import io.muster.access.Actor;
import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells a unit that is at work somewhere, or meant to be, from a spare one. */
@Component
class UnitUses {

    private final VehicleStore vehicles;
    private final TagStore tags;
    private final SwapStore swaps;

    UnitUses(VehicleStore vehicles, TagStore tags, SwapStore swaps) {
        this.vehicles = vehicles;
        this.tags = tags;
        this.swaps = swaps;
    }

    /**
     * Whether a unit can be taken out of somewhere. One that was let in can, also when it has never been heard: it may be broken.
     * One that waits for that can when it has been heard, or when it was given something that a successor would take over.
     */
    boolean isInUse(Known known) {
        Device device = known.device();
        return switch (device.state()) {
            case ACCEPTED -> true;
            case PENDING ->
                device.isNamed()
                        || device.locationId() != null
                        || known.presence().lastSeenAt() != null
                        || hasMore(device.id());
            case UNCLAIMED, DENIED, DECOMMISSIONED, REPLACED -> false;
        };
    }

    private boolean hasMore(DeviceId device) {
        return vehicles.of(device).isPresent() || !tags.of(List.of(device)).isEmpty();
    }

    /** What a unit is that somebody holds the label of and is about to install; empty for a spare one, and for nobody's. */
    Optional<UnitUse> of(Actor actor, Known known) {
        Device device = known.device();
        if (known.place() == null) {
            return Optional.empty();
        }
        Vehicle vehicle = vehicles.of(device.id()).orElse(null);
        Instant heard = known.presence().lastSeenAt();
        boolean placed = vehicle != null || (device.state() == UnitState.ACCEPTED && device.isNamed());
        // Whoever connects a new unit before scanning it is not asked whether it is in use.
        boolean atWork = heard != null && device.state() != UnitState.PENDING;
        if (!placed && !atWork && tags.of(List.of(device.id())).isEmpty()) {
            return Optional.empty();
        }
        if (!mayKnow(actor, device.locationId())) {
            return Optional.of(new UnitUse(placed, null, null, null, null, null));
        }
        SwapStore.Place at = swaps.place(device.id());
        String name = device.isNamed() ? device.name().value() : null;
        return Optional.of(new UnitUse(placed, name, at.customerName(), at.locationName(), vehicle, heard));
    }

    /** Whose label it is, is known by then. Guests come for one job, and learn nothing of what else the customer has. */
    private static boolean mayKnow(Actor actor, @Nullable LocationId at) {
        return actor.guest() == null
                && (!actor.restricted() || (at != null && actor.locations().contains(at)));
    }
}
