package io.muster.api;

import io.muster.device.DeviceChange;
import io.muster.device.DeviceChange.Part;
import io.muster.device.DeviceData;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.Tag;
import io.muster.device.Vehicle;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent about a device.
 *
 * @param unitId     only at registration; any case, with or without the dashes of a UUID
 * @param name       the unit id when absent at registration
 * @param customerId only at registration
 * @param accept     only at registration; true: accepted at once, false or absent: pending until approved
 * @param vehicle    sent whole; null for none
 * @param tags       all that the device is to have, at most 20 words of at most 40 characters; null for none
 */
record DeviceInput(
        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_FIELD) @Nullable
        String unitId,

        @Sent(change = Sent.Rule.NO_NULL) @Nullable String name,

        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_FIELD) @Nullable
        String customerId,

        @Nullable String locationId,

        @Sent(create = Sent.Rule.NO_NULL, change = Sent.Rule.NO_FIELD) @Nullable
        Boolean accept,

        @Nullable VehicleJson vehicle,
        @Nullable List<@Nullable String> tags) {

    static final DeviceInput NOTHING = new DeviceInput(null, null, null, null, false, null, null);

    /** What can be sent about a device that is registered, and what it is a part of. */
    static Set<Part> parts(Body<DeviceInput> body) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        body.toChange(DeviceInput.class).given().propertyNames().forEach(field -> {
            switch (field) {
                case "vehicle" -> parts.add(Part.VEHICLE);
                case "tags" -> parts.add(Part.TAGS);
                default -> parts.add(Part.DATA);
            }
        });
        return parts.isEmpty() ? EnumSet.of(Part.DATA) : parts;
    }

    /** Nothing but another place is wanted. */
    static boolean isPlaceOnly(Body<DeviceInput> body) {
        return Set.copyOf(body.given().propertyNames()).equals(Set.of("locationId"));
    }

    /** The present state of a device. */
    static DeviceInput of(DeviceRow row) {
        return new DeviceInput(
                null,
                row.name(),
                null,
                row.locationId() == null ? null : row.locationId().toString(),
                null,
                VehicleJson.of(row.vehicle()),
                List.copyOf(row.tags()));
    }

    /** A registration, with what people enter about the device besides. */
    record Registration(RegisterDevice device, @Nullable Vehicle vehicle, Set<Tag> tags) {}

    Registration registration(Fields fields) {
        UnitId unit = fields.required("unitId", unitId, UnitId::of);
        Name called = fields.optional("name", name, Name::new);
        CustomerId customer =
                fields.required("customerId", customerId, Fields.known(CustomerId::of, "problem.customer.unknown"));
        LocationId location = location(fields);
        boolean accepted = fields.required("accept", accept);
        Vehicle builtInto = vehicle(fields);
        Set<Tag> given = tags(fields);
        fields.throwIfAny();
        return new Registration(
                new RegisterDevice(
                        Objects.requireNonNull(unit), called, Objects.requireNonNull(customer), location, accepted),
                builtInto,
                given);
    }

    DeviceChange change(Set<Part> parts, Fields fields) {
        Name called = fields.required("name", name, Name::new);
        LocationId location = location(fields);
        Vehicle builtInto = vehicle(fields);
        Set<Tag> given = tags(fields);
        fields.throwIfAny();
        return new DeviceChange(new DeviceData(Objects.requireNonNull(called), location), builtInto, given, parts);
    }

    private @Nullable Vehicle vehicle(Fields fields) {
        return vehicle == null ? null : vehicle.parsed(fields);
    }

    private Set<Tag> tags(Fields fields) {
        return tags == null ? Set.of() : fields.each("tags", tags, Tag::new);
    }

    /** Where the device is to be. */
    @Nullable
    LocationId place(Fields fields) {
        LocationId location = location(fields);
        fields.throwIfAny();
        return location;
    }

    private @Nullable LocationId location(Fields fields) {
        return fields.optional("locationId", locationId, Fields.known(LocationId::of, "problem.location.unknown"));
    }
}
