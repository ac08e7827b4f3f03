package io.muster.api;

import io.muster.access.Access;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.device.ClaimCode;
import io.muster.device.DeviceAlerts;
import io.muster.device.DeviceMoves;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.Retirement;
import io.muster.device.UnitClaims;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.UnitId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What happens to units after they have been registered. */
@RestController
@RequestMapping("/api/v1/devices")
@Tag(name = "Devices")
class UnitsApi {

    private final DeviceRegistry devices;
    private final UnitClaims claims;
    private final DeviceMoves moves;
    private final Retirement retirement;
    private final DeviceAlerts alerts;
    private final HistoryReader history;
    private final Access access;

    UnitsApi(
            DeviceRegistry devices,
            UnitClaims claims,
            DeviceMoves moves,
            Retirement retirement,
            DeviceAlerts alerts,
            HistoryReader history,
            Access access) {
        this.devices = devices;
        this.claims = claims;
        this.moves = moves;
        this.retirement = retirement;
        this.alerts = alerts;
        this.history = history;
        this.access = access;
    }

    /**
     * To claim a unit.
     *
     * @param claimCode  as printed on the label; any case, spaces and dashes do not matter
     * @param customerId customer that gets the unit; the sender's own when absent
     * @param locationId where the unit is
     */
    record Claim(
            @Sent(create = Sent.Rule.NEEDED) @Nullable String unitId,
            @Sent(create = Sent.Rule.NEEDED) @Nullable String claimCode,
            @Nullable String customerId,
            @Nullable String locationId) {

        static final Claim NOTHING = new Claim(null, null, null, null);
    }

    @PostMapping("/claim")
    @Operation(
            summary = "Claim a unit by its id and the code on its label",
            description =
                    "404, always the same, for whatever cannot be claimed; 429 after 5 wrong codes for a unit or 20"
                            + " of one user within an hour.")
    ResponseEntity<DeviceJson> claim(@RequestBody Body<Claim> body) {
        Fields fields = new Fields();
        Claim claim = body.over(Claim.NOTHING, fields);
        UnitId unit = fields.required("unitId", claim.unitId(), UnitId::of);
        ClaimCode code = fields.required("claimCode", claim.claimCode(), ClaimCode::of);
        CustomerId customer = fields.optional(
                "customerId", claim.customerId(), Fields.known(CustomerId::of, "problem.customer.unknown"));
        LocationId location = fields.optional(
                "locationId", claim.locationId(), Fields.known(LocationId::of, "problem.location.unknown"));
        fields.throwIfAny();
        return DeviceVersions.ok(claims.claim(
                Objects.requireNonNull(unit),
                Objects.requireNonNull(code),
                customer == null ? access.actor().customer() : customer,
                location));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Decommission a device, for good",
            description =
                    "Its password no longer holds, its connection ends, and what it announces is refused. It stays"
                            + " in the lists, as decommissioned.")
    void decommission(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        DeviceRow before = devices.get(DeviceId.of(id));
        DeviceVersions.match(ifMatch, before);
        retirement.decommission(before.id(), ifMatch == null ? null : before.version());
    }

    /**
     * To move devices.
     *
     * @param customerId customer that gets them
     * @param unitIds    at most 10,000
     */
    record Move(
            @Sent(create = Sent.Rule.NEEDED) @Nullable String customerId,
            @Sent(create = Sent.Rule.NEEDED) @Nullable List<@Nullable String> unitIds) {}

    /** What became of each unit: {@code moved} or {@code notFound}. */
    record Moved(List<Result> results) {

        record Result(String unitId, String result) {}
    }

    @PostMapping("/move")
    @Operation(
            summary = "Move devices to another customer",
            description =
                    "They lose their locations and direct user assignments; their history stays where it was made.")
    Moved move(@RequestBody Body<Move> body) {
        Fields fields = new Fields();
        Move move = body.over(new Move(null, null), fields);
        CustomerId target = fields.required(
                "customerId", move.customerId(), Fields.known(CustomerId::of, "problem.customer.unknown"));
        Set<UnitId> units = fields.each("unitIds", move.unitIds(), DeviceMoves.MOST, UnitId::of);
        fields.throwIfAny();
        return new Moved(moves.move(Objects.requireNonNull(target), units).entrySet().stream()
                .map(entry -> new Moved.Result(entry.getKey().value(), outcome(entry.getValue())))
                .toList());
    }

    private static String outcome(DeviceMoves.Outcome outcome) {
        return switch (outcome) {
            case MOVED -> "moved";
            case NOT_FOUND -> "notFound";
        };
    }

    @GetMapping("/{id}/history")
    @Operation(
            summary = "What happened to a device, the newest first",
            description = "As far as it happened at customers whose history the sender reads.")
    Page<AuditJson> historyOf(@PathVariable String id, @ParameterObject Page.Asked asked) {
        DeviceRow row = devices.get(DeviceId.of(id));
        HistoryFilter filter =
                new HistoryFilter(Set.of(Change.Kind.DEVICE), row.id().toString(), null, null, null);
        return Page.of(history.list(access.actor().customer(), filter, asked.query()), AuditJson::of);
    }

    @PostMapping("/{id}/acknowledge")
    @Operation(summary = "Say that somebody has looked at a device's alerts")
    ResponseEntity<DeviceJson> acknowledge(@PathVariable String id) {
        return DeviceVersions.ok(alerts.acknowledge(DeviceId.of(id)));
    }
}
