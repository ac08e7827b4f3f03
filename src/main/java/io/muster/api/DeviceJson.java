package io.muster.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.muster.device.Alert;
import io.muster.device.Credential;
import io.muster.device.DeviceDesk;
import io.muster.device.DeviceRow;
import io.muster.device.Position;
import io.muster.device.Vehicle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device. Of one that the reader knows by name only, everything after {@code rev} is null.
 *
 * @param unitId          canonical: lower case, a UUID without dashes
 * @param customerId      null for a unit that belongs to nobody yet
 * @param rev             rises with every change of what the unit is told about its registration
 * @param waitingClient   end of the client id that waits for approval; send it along with the approval to be sure that no other
 *                        client is let in
 * @param waiting         pending, and the unit has shown itself: somebody can decide
 * @param alerts          {@code identity_conflict}, {@code clone_suspected}, {@code vehicle_changed}, until acknowledged
 * @param clockSkewS      how far the unit's clock is ahead (negative: behind), if more than 5 minutes
 * @param replacedBy      unit id of the unit that took its place
 * @param vehicle         that it is built into, as people entered it
 * @param tags            that people gave it
 * @param vehicleFindings {@code other_vin_told}, {@code plate_twice}, {@code vin_twice}: what should be looked at once more of
 *                        the vehicle, which was stored all the same; only in the answer to entering one. Of other devices only
 *                        those that the sender reads count, and which ones they are is not told
 * @param mqtt            how the unit signs in at the broker; only in the answer that makes the password
 * @param passwordHolds   whether the unit's old password holds again, else it needs a new one; only in the answer that takes a
 *                        swap back
 */
record DeviceJson(
        String id,
        String unitId,
        String name,
        @Nullable String customerId,
        @Nullable String locationId,
        String state,
        long rev,
        @Nullable Boolean online,
        @Nullable Instant lastSeenAt,
        @Nullable String firmware,
        @Nullable String model,
        @Nullable String board,
        @Nullable String imei,
        @Nullable String iccid,
        @Nullable String vin,
        @Nullable Position position,
        @Nullable Double batteryV,
        @Nullable String waitingClient,
        boolean waiting,
        List<String> alerts,
        @Nullable Long clockSkewS,
        @Nullable String replacedBy,
        @Nullable VehicleJson vehicle,
        List<String> tags,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> vehicleFindings,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Mqtt mqtt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean passwordHolds) {

    /** How a unit signs in at the broker; the password is shown this once. */
    record Mqtt(String url, String username, String password, String claimCode) {

        static Mqtt of(Credential credential) {
            return new Mqtt(
                    credential.url(), credential.username().value(), credential.password(), credential.claimCode());
        }
    }

    static DeviceJson of(DeviceRow row) {
        return of(row, null);
    }

    static DeviceJson of(DeviceRow row, @Nullable Mqtt mqtt) {
        return of(row, null, mqtt, null);
    }

    /** A device about which something was just entered. */
    static DeviceJson entered(DeviceDesk.Entered entered) {
        List<String> findings = entered.findings() == null
                ? null
                : entered.findings().stream()
                        .sorted()
                        .map(Vehicle.Finding::wire)
                        .toList();
        return of(
                entered.device(), findings, entered.credential() == null ? null : Mqtt.of(entered.credential()), null);
    }

    /** A device that is in its place again. */
    static DeviceJson restored(DeviceRow row, boolean passwordHolds) {
        return of(row, null, null, passwordHolds);
    }

    private static DeviceJson of(
            DeviceRow row,
            @Nullable List<String> vehicleFindings,
            @Nullable Mqtt mqtt,
            @Nullable Boolean passwordHolds) {
        return new DeviceJson(
                row.id().toString(),
                row.unitId().value(),
                row.name(),
                row.customerId() == null ? null : row.customerId().toString(),
                row.locationId() == null ? null : row.locationId().toString(),
                row.state().wire(),
                row.rev(),
                row.seen() ? row.online() : null,
                Moments.orNull(row.lastSeenAt()),
                row.firmware(),
                row.model(),
                row.board(),
                row.imei(),
                row.iccid(),
                row.vin(),
                row.position(),
                row.batteryV(),
                row.waitingClient(),
                row.waiting(),
                row.alerts().stream().sorted().map(Alert::wire).toList(),
                row.clockSkewS(),
                row.replacedBy() == null ? null : row.replacedBy().value(),
                VehicleJson.of(row.vehicle()),
                row.tags(),
                vehicleFindings,
                mqtt,
                passwordHolds);
    }
}
