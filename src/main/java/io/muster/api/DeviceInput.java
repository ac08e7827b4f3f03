package io.muster.api;

import io.muster.device.DeviceData;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be sent about a device.
 *
 * @param unitId     only at registration; any case, with or without the dashes of a UUID
 * @param name       the unit id when absent at registration
 * @param customerId only at registration
 * @param accept     only at registration; true: accepted at once, false or absent: pending until approved
 */
record DeviceInput(
        @Nullable String unitId,
        @Nullable String name,
        @Nullable String customerId,
        @Nullable String locationId,
        @Nullable Boolean accept) {

    static final DeviceInput NOTHING = new DeviceInput(null, null, null, null, false);

    /** The present state of a device. */
    static DeviceInput of(DeviceRow row) {
        return new DeviceInput(
                null,
                row.name(),
                null,
                row.locationId() == null ? null : row.locationId().toString(),
                null);
    }

    RegisterDevice registration() {
        Fields fields = new Fields();
        UnitId unit = fields.required("unitId", unitId, UnitId::of);
        Name called = fields.optional("name", name, Name::new);
        CustomerId customer =
                fields.required("customerId", customerId, Fields.known(CustomerId::of, "problem.customer.unknown"));
        LocationId location = location(fields);
        boolean accepted = fields.required("accept", accept);
        fields.throwIfAny();
        return new RegisterDevice(
                Objects.requireNonNull(unit), called, Objects.requireNonNull(customer), location, accepted);
    }

    DeviceData data() {
        Fields fields = new Fields();
        Name called = fields.required("name", name, Name::new);
        LocationId location = location(fields);
        fields.throwIfAny();
        return new DeviceData(Objects.requireNonNull(called), location);
    }

    private @Nullable LocationId location(Fields fields) {
        return fields.optional("locationId", locationId, Fields.known(LocationId::of, "problem.location.unknown"));
    }
}
