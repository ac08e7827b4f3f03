package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device as a line of a list, and as the REST interface shows it. Of a device that the viewer knows by name only
 * ({@code seen} is false) nothing is told but name, unit id, customer, state and rev.
 *
 * @param customerId    null for a unit that belongs to nobody yet
 * @param online        a message came within three heartbeats, or 15 minutes
 * @param asleep        it said that it goes to sleep, and has not come back
 * @param lastSeenAt    when the last message came, null when never
 * @param waitingClient last six characters of the client id whose request for a password waits for approval
 * @param waiting       it is pending and has shown itself, so that a person can decide
 * @param alerts        what a person should look at
 * @param clockSkewS    how far its clock is ahead of ours (negative: behind), in seconds; null when that is not worth a word
 * @param replacedBy    the unit that took its place
 * @param vehicle    that it is built into, as people entered it
 * @param tags       in the order of the alphabet
 * @param createdAt    when it was registered, or first asked to be let in
 * @param version       for edits
 */
public record DeviceRow(
        DeviceId id,
        UnitId unitId,
        String name,
        @Nullable CustomerId customerId,
        @Nullable String customerName,
        @Nullable LocationId locationId,
        @Nullable String locationName,
        UnitState state,
        long rev,
        boolean seen,
        boolean online,
        boolean asleep,
        @Nullable Instant lastSeenAt,
        Facts facts,
        @Nullable Position position,
        @Nullable Double batteryV,
        @Nullable String waitingClient,
        boolean waiting,
        Set<Alert> alerts,
        @Nullable Long clockSkewS,
        @Nullable UnitId replacedBy,
        @Nullable Vehicle vehicle,
        List<String> tags,
        Instant createdAt,
        long version) {

    /** A device that nobody has named is called as its unit id is shown. */
    public boolean isNamed() {
        return !name.equals(unitId.shown());
    }

    public @Nullable String firmware() {
        return facts.get(Fact.FIRMWARE);
    }

    public @Nullable String vendor() {
        return facts.get(Fact.VENDOR);
    }

    public @Nullable String model() {
        return facts.get(Fact.MODEL);
    }

    public @Nullable String board() {
        return facts.get(Fact.BOARD);
    }

    public @Nullable String imei() {
        return facts.get(Fact.IMEI);
    }

    public @Nullable String iccid() {
        return facts.get(Fact.ICCID);
    }

    public @Nullable String vin() {
        return facts.get(Fact.VIN);
    }
}
