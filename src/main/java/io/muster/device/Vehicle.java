package io.muster.device;

import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The vehicle that a unit is built into, as a person entered it. At least one of the values is there.
 *
 * @param plate      number plate, in capital letters
 * @param odometerKm kilometres on the odometer when the unit was built in
 */
public record Vehicle(
        @Nullable String plate,
        @Nullable Vin vin,
        @Nullable Long odometerKm,
        @Nullable String make,
        @Nullable String model) {

    private static final int LONGEST_PLATE = 20;
    private static final int LONGEST_NAME = 60;
    private static final long FURTHEST_KM = 9_999_999;

    /** Something about a vehicle that its installer should look at once more. It was stored all the same. */
    public enum Finding {
        /** The unit reads another VIN from the vehicle than was entered. */
        OTHER_VIN_TOLD,
        /** Another device in reach has the same plate. */
        PLATE_TWICE,
        /** Another device in reach has, or tells, the same VIN. */
        VIN_TWICE
    }

    public Vehicle {
        Rejected.Collector problems = new Rejected.Collector();
        plate = upper(line(problems, "plate", plate, LONGEST_PLATE));
        make = line(problems, "make", make, LONGEST_NAME);
        model = line(problems, "model", model, LONGEST_NAME);
        if (odometerKm != null && (odometerKm < 0 || odometerKm > FURTHEST_KM)) {
            problems.add("odometerKm", "problem.odometer", FURTHEST_KM);
        }
        problems.throwIfAny();
        if (plate == null && vin == null && odometerKm == null && make == null && model == null) {
            throw Rejected.invalid("plate", "problem.vehicle.empty");
        }
    }

    private static @Nullable String line(
            Rejected.Collector problems, String field, @Nullable String entered, int longest) {
        return problems.field(field, () -> Text.optionalLine(entered, longest));
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** By which plates are compared: however they are spaced. */
    @Nullable
    String plateKey() {
        return plate == null ? null : plate.replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
