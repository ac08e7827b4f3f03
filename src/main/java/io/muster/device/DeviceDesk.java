package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceChange.Part;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Name, location, vehicle and tags of one device in one go: all of it, or, when a part of it is refused, nothing. */
@Service
public class DeviceDesk {

    private final Access access;
    private final DeviceSight sight;
    private final DeviceRegistry registry;
    private final Vehicles vehicles;
    private final DeviceTags tags;
    private final Registrar registrar;

    DeviceDesk(
            Access access,
            DeviceSight sight,
            DeviceRegistry registry,
            Vehicles vehicles,
            DeviceTags tags,
            Registrar registrar) {
        this.access = access;
        this.sight = sight;
        this.registry = registry;
        this.vehicles = vehicles;
        this.tags = tags;
        this.registrar = registrar;
    }

    /**
     * A device about which somebody has entered something.
     *
     * @param credential password of a device that was just registered, shown this once; null for any other
     * @param findings   what should be looked at once more of the vehicle; null when none was entered
     */
    public record Entered(
            DeviceRow device,
            @Nullable Credential credential,
            @Nullable Set<Vehicle.Finding> findings) {}

    /**
     * Registers a device ({@link DeviceRegistry#register}) with its vehicle and tags.
     *
     * @param vehicle null for none
     * @throws Rejected FORBIDDEN when the actor may register it, but not enter these, or would not see it
     */
    @Transactional
    public Entered register(RegisterDevice data, @Nullable Vehicle vehicle, Set<Tag> given) {
        Actor actor = access.actor();
        Registered registered = registry.register(data);
        if (vehicle == null && given.isEmpty()) {
            return new Entered(registered.device(), registered.credential(), null);
        }
        DeviceRow row = registered.device();
        if (!row.seen()) {
            throw Rejected.forbidden("problem.device.unseen");
        }
        Set<Vehicle.Finding> findings = vehicle == null ? null : vehicles.edit(row.id(), row.vehicle(), vehicle);
        if (!given.isEmpty()) {
            tags.change(List.of(row.unitId()), given, without(row, given));
        }
        return new Entered(sight.row(actor, row.id()), registered.credential(), findings);
    }

    /**
     * A device, for whoever may enter these parts of it.
     *
     * @param parts at least one
     */
    @Transactional(readOnly = true)
    public DeviceRow get(DeviceId id, Set<Part> parts) {
        return look(access.actor(), id, parts);
    }

    /**
     * Changes a device.
     *
     * @param before as it was looked at
     * @throws Rejected STALE when what people enter about it is not as it was any more
     */
    @Transactional
    public Entered change(DeviceRow before, DeviceChange change) {
        Actor actor = access.actor();
        registrar.lock(before.id());
        DeviceRow now = look(actor, before.id(), change.parts());
        if (now.version() != before.version()
                || !Objects.equals(now.vehicle(), before.vehicle())
                || !now.tags().equals(before.tags())) {
            throw Rejected.stale();
        }
        if (change.parts().contains(Part.DATA)) {
            registry.edit(now.id(), now.version(), change.data());
        }
        Set<Vehicle.Finding> findings =
                change.parts().contains(Part.VEHICLE) ? vehicles.edit(now.id(), now.vehicle(), change.vehicle()) : null;
        if (change.parts().contains(Part.TAGS)) {
            tags.change(List.of(now.unitId()), change.tags(), without(now, change.tags()));
        }
        return new Entered(sight.row(actor, now.id()), null, findings);
    }

    /** Of at least one part. */
    private DeviceRow look(Actor actor, DeviceId id, Set<Part> parts) {
        List<Permission> needed =
                parts.stream().map(Part::permission).distinct().sorted().toList();
        DeviceRow row = sight.listed(actor, needed.getFirst(), id);
        needed.stream().skip(1).forEach(permission -> sight.listed(actor, permission, id));
        return row;
    }

    /** What it has besides these. */
    private static Set<Tag> without(DeviceRow row, Set<Tag> wanted) {
        Set<Tag> others = new LinkedHashSet<>(Tag.of(row.tags()));
        others.removeAll(wanted);
        return others;
    }
}
