package io.muster.device;

import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The vehicle that a unit is built into, as a person entered it. At least one of the values is there.
 *
 * @param plate      number plate, in capital letters
 * @param year       in which it was built
 * @param odometerKm kilometres on the odometer when the unit was built in
 */
public record Vehicle(
        @Nullable String plate,
        @Nullable Vin vin,
        @Nullable Long odometerKm,
        @Nullable String make,
        @Nullable String model,
        @Nullable Integer year,
        @Nullable Kind kind) {

    private static final int LONGEST_PLATE = 20;
    private static final int LONGEST_NAME = 60;
    private static final long FURTHEST_KM = 9_999_999;
    private static final int OLDEST = 1900;
    private static final int NEWEST = 2099;

    /** What sort of vehicle it is. */
    public enum Kind {
        CAR,
        VAN,
        TRUCK,
        TRAILER,
        BUS,
        MOTORCYCLE,
        MACHINE,
        OTHER
    }

    /** Something about a vehicle that its installer should look at once more. It was stored all the same. */
    public enum Finding {
        /** The unit reads another VIN from the vehicle than was entered. */
        OTHER_VIN_TOLD,
        /** Another device in reach has the same plate. */
        PLATE_TWICE,
        /** Another device in reach has, or tells, the same VIN. */
        VIN_TWICE;

        /** As the REST interface writes it. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Vehicle {
        Rejected.Collector problems = new Rejected.Collector();
        plate = upper(line(problems, "plate", plate, LONGEST_PLATE));
        make = line(problems, "make", make, LONGEST_NAME);
        model = line(problems, "model", model, LONGEST_NAME);
        if (odometerKm != null && (odometerKm < 0 || odometerKm > FURTHEST_KM)) {
            addAll(problems, noOdometer());
        }
        if (year != null && (year < OLDEST || year > NEWEST)) {
            addAll(problems, noYear());
        }
        problems.throwIfAny();
        if (plate == null
                && vin == null
                && odometerKm == null
                && make == null
                && model == null
                && year == null
                && kind == null) {
            throw Rejected.invalid("plate", "problem.vehicle.empty");
        }
    }

    /** What is said of something that is no number of kilometres. */
    public static Rejected noOdometer() {
        return Rejected.invalid("odometerKm", "problem.odometer", FURTHEST_KM);
    }

    /** What is said of something that is no year. */
    public static Rejected noYear() {
        return Rejected.invalid("year", "problem.vehicle.year", Integer.toString(OLDEST), Integer.toString(NEWEST));
    }

    private static void addAll(Rejected.Collector problems, Rejected rejected) {
        rejected.problems()
                .forEach(problem -> problems.add(
                        Objects.requireNonNull(problem.field()),
                        problem.key(),
                        problem.args().toArray()));
    }

    /** What is entered on site. */
    public Vehicle(
            @Nullable String plate,
            @Nullable Vin vin,
            @Nullable Long odometerKm,
            @Nullable String make,
            @Nullable String model) {
        this(plate, vin, odometerKm, make, model, null, null);
    }

    /** Make, model and year; empty when none of them is known. */
    public String title() {
        return Stream.of(make, model, year)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    /** What is not asked on site stays as it was, as long as it is still the same vehicle. */
    Vehicle over(@Nullable Vehicle before) {
        if (before == null || !isSame(before)) {
            return this;
        }
        return new Vehicle(
                plate,
                vin,
                odometerKm,
                make == null ? before.make : make,
                model == null ? before.model : model,
                before.year,
                before.kind);
    }

    private boolean isSame(Vehicle other) {
        return (vin != null && vin.equals(other.vin))
                || (plate != null && Objects.equals(plateKey(), other.plateKey()));
    }

    /** Whether the unit reads another VIN from the vehicle than was entered. */
    public boolean differsFrom(@Nullable String vinTold) {
        return vinTold != null && vin != null && !vin.value().equalsIgnoreCase(vinTold);
    }

    /** What the history tells of it. */
    static List<Change.Field> changes(@Nullable Vehicle before, @Nullable Vehicle after) {
        List<Change.Field> fields = new ArrayList<>();
        field(fields, "plate", before, after, Vehicle::plate);
        field(fields, "vin", before, after, Vehicle::vin);
        field(fields, "odometerKm", before, after, Vehicle::odometerKm);
        field(fields, "make", before, after, Vehicle::make);
        field(fields, "vehicleModel", before, after, Vehicle::model);
        field(fields, "vehicleYear", before, after, Vehicle::year);
        field(fields, "vehicleKind", before, after, Vehicle::kind);
        return fields;
    }

    private static void field(
            List<Change.Field> fields,
            String name,
            @Nullable Vehicle before,
            @Nullable Vehicle after,
            Function<Vehicle, @Nullable Object> value) {
        fields.addAll(Change.Field.of(
                name, before == null ? null : value.apply(before), after == null ? null : value.apply(after)));
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
        return plate == null ? null : plateKey(plate);
    }

    static String plateKey(String plate) {
        return plate.replaceAll("[^\\p{L}\\p{N}]", "").toUpperCase(Locale.ROOT);
    }
}
