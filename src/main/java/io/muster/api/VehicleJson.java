package io.muster.api;

import io.muster.device.Vehicle;
import io.muster.device.Vin;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vehicle that a device is built into, as people entered it. It is sent whole, as it is shown: what is absent is not known
 * of it, and when nothing is, the device is in none.
 *
 * @param plate      at most 20 characters
 * @param vin        as entered; what the unit itself reads is the {@code vin} of the device
 * @param odometerKm when the unit was built in
 * @param kind       {@code car van truck trailer bus motorcycle machine other}
 */
record VehicleJson(
        @Nullable String plate,
        @Nullable String vin,
        @Nullable Long odometerKm,
        @Nullable String make,
        @Nullable String model,
        @Nullable Integer year,
        @Nullable String kind) {

    static @Nullable VehicleJson of(@Nullable Vehicle vehicle) {
        return vehicle == null
                ? null
                : new VehicleJson(
                        vehicle.plate(),
                        vehicle.vin() == null ? null : vehicle.vin().value(),
                        vehicle.odometerKm(),
                        vehicle.make(),
                        vehicle.model(),
                        vehicle.year(),
                        vehicle.kind() == null ? null : vehicle.kind().name().toLowerCase(Locale.ROOT));
    }

    /** Reads it; null when it says nothing, as with an empty form. */
    @Nullable
    Vehicle parsed(Fields fields) {
        boolean nothing = Stream.of(plate, vin, odometerKm, make, model, year, kind)
                .noneMatch(value -> value != null && !(value instanceof String text && text.isBlank()));
        if (nothing) {
            return null;
        }
        Fields inside = new Fields();
        Vin number = inside.whole("vin", () -> Vin.of(vin));
        Vehicle.Kind sort = inside.optional("kind", kind, Fields.lowerCase(Vehicle.Kind.class));
        // The other values are checked together with these, also when one of these is wrong and so not there.
        Vehicle.Kind some = inside.isFine() ? sort : Vehicle.Kind.OTHER;
        Vehicle read = inside.whole("plate", () -> new Vehicle(plate, number, odometerKm, make, model, year, some));
        fields.inside("vehicle", inside);
        return read;
    }
}
