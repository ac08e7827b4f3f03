package io.muster.device.ui;

import io.muster.device.ClaimCode;
import io.muster.device.OfflineEntry;
import io.muster.device.UnitLabel;
import io.muster.device.Vehicle;
import io.muster.device.Vin;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a phone and the program tell each other about entries that were made without a network. */
final class OfflineJson {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern KILOMETRES = Pattern.compile("[0-9]{1,9}");

    private OfflineJson() {}

    /**
     * Where units can be put.
     *
     * @param who          is signed in
     * @param owner        by which the program knows what they keep on the phone
     * @param locationName the only one; null when there is a choice
     */
    record Place(
            String who,
            String owner,
            String customerId,
            String customerName,
            @Nullable String locationName,
            List<Choice> locations) {}

    record Choice(String id, String name) {}

    /**
     * What became of an entry.
     *
     * @param state CLAIMED, VERIFIED, REFUSED, LATER when it is to be sent again, OTHERS when it is to be sent by whom it was kept,
     *              or UNKNOWN for an entry that was done, and not by whoever asks after it
     * @param text  why, for a person
     */
    record Answer(
            @Nullable String key,
            String state,
            @Nullable String text,
            @Nullable String field) {}

    /**
     * What became of a photo.
     *
     * @param state KEPT, REFUSED, or UNKNOWN when whoever is signed in has sent no such entry: another one may have
     * @param text  why, for a person; null for a photo that was kept
     */
    record PhotoAnswer(String state, @Nullable String text) {}

    /**
     * As a phone sends it: every value as it was typed.
     *
     * @param owner under whom it was kept; null when the phone did not know
     * @param done  it was answered as done before, and is only asked after
     */
    record Entry(
            @Nullable String key,
            @Nullable String owner,
            @Nullable Boolean done,
            @Nullable String unitId,
            @Nullable String claimCode,
            @Nullable String oldUnitId,
            @Nullable String oldClaimCode,
            @Nullable String customerId,
            @Nullable String locationId,
            @Nullable String plate,
            @Nullable String vin,
            @Nullable String odometerKm) {

        OfflineEntry parsed() {
            Rejected.Collector problems = new Rejected.Collector();
            UUID known = OfflineJson.key(key).orElseThrow(() -> Rejected.invalid("key", "problem.offline.key"));
            UnitLabel label = label(problems, "unitId", unitId, "claimCode", claimCode);
            boolean swap = !blank(oldUnitId) || !blank(oldClaimCode);
            UnitLabel replaces = swap ? label(problems, "oldUnitId", oldUnitId, "oldClaimCode", oldClaimCode) : null;
            Vin read = blank(vin) ? null : problems.field("vin", () -> Vin.of(vin));
            problems.throwIfAny();
            if (label == null) {
                throw new IllegalStateException("A field that was refused is a problem");
            }
            return new OfflineEntry(
                    known,
                    label,
                    replaces,
                    CustomerId.of(customerId == null ? "" : customerId),
                    blank(locationId) ? null : LocationId.of(String.valueOf(locationId)),
                    vehicle(read));
        }

        private static @Nullable UnitLabel label(
                Rejected.Collector problems,
                String unitField,
                @Nullable String unitId,
                String codeField,
                @Nullable String claimCode) {
            UnitId unit = problems.field(unitField, () -> UnitId.of(unitId));
            ClaimCode code = problems.field(codeField, () -> ClaimCode.of(claimCode));
            return unit == null || code == null ? null : new UnitLabel(unit, code);
        }

        private @Nullable Vehicle vehicle(@Nullable Vin read) {
            if (read == null && Stream.of(plate, odometerKm).allMatch(Entry::blank)) {
                return null;
            }
            if (!blank(odometerKm)
                    && !KILOMETRES.matcher(String.valueOf(odometerKm)).matches()) {
                throw Rejected.invalid("odometerKm", "problem.odometer", 9_999_999L);
            }
            return new Vehicle(plate, read, blank(odometerKm) ? null : Long.valueOf(odometerKm), null, null);
        }

        private static boolean blank(@Nullable String text) {
            return text == null || text.isBlank();
        }
    }

    /** Empty for anything but a key as phones make them. */
    static Optional<UUID> key(@Nullable String text) {
        return text != null && KEY.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** Null for anything but a list of entries. */
    static @Nullable List<Entry> read(String json) {
        try {
            List<Entry> entries = JSON.readValue(json, new TypeReference<List<Entry>>() {});
            return entries == null || entries.stream().anyMatch(Objects::isNull) ? null : entries;
        } catch (JacksonException notOurs) {
            return null;
        }
    }

    static String write(Object value) {
        return JSON.writeValueAsString(value);
    }
}
