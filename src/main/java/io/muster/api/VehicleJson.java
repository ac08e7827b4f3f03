package io.muster.api;

import io.muster.device.Vehicle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The vehicle that a device is built into, as people entered it.
 *
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
}
