package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.device.DeviceChange.Part;
import io.muster.device.DeviceDesk;
import io.muster.device.DeviceFilter;
import io.muster.device.DevicePlaces;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The telematics units of customers. */
@RestController
@RequestMapping("/api/v1/devices")
@Tag(name = "Devices")
class DevicesApi {

    private static final String PATH = "/api/v1/devices/";

    private final DeviceRegistry devices;
    private final DeviceDesk desk;
    private final DevicePlaces places;
    private final Access access;

    DevicesApi(DeviceRegistry devices, DeviceDesk desk, DevicePlaces places, Access access) {
        this.devices = devices;
        this.desk = desk;
        this.places = places;
        this.access = access;
    }

    /**
     * Narrows the list.
     *
     * @param customerId with its subtree; the sender's own customer when absent
     * @param state      {@code unclaimed pending accepted denied decommissioned replaced}
     * @param online     {@code true} or {@code false}
     * @param alerts     {@code true}: only devices with alerts
     */
    record Filter(
            @Nullable String customerId,
            @Nullable String state,
            @Nullable String locationId,
            @Nullable String online,
            @Nullable String unitId,
            @Nullable String alerts) {

        DeviceFilter parsed() {
            Fields fields = new Fields();
            DeviceFilter filter = new DeviceFilter(
                    fields.optional("state", state, Fields.lowerCase(UnitState.class)),
                    fields.optional("locationId", locationId, Fields.known(LocationId::of, "problem.location.unknown")),
                    fields.optional("online", online, Filter::flag),
                    fields.optional("unitId", unitId, UnitId::of),
                    Boolean.TRUE.equals(fields.optional("alerts", alerts, Filter::flag)));
            fields.throwIfAny();
            return filter;
        }

        private static Boolean flag(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw Rejected.invalid(null, "api.problem.choice", "true, false");
            };
        }
    }

    /**
     * To let a unit in.
     *
     * @param customerId    customer that gets a unit that belongs to nobody yet
     * @param waitingClient as the device showed it, so that no other client is let in; without it whichever waits is
     */
    record Approval(@Nullable String customerId, @Nullable String waitingClient) {

        static final Approval NOTHING = new Approval(null, null);
    }

    @GetMapping
    @Operation(summary = "The devices of a customer and of everything below it, as far as the sender sees them")
    Page<DeviceJson> list(@ParameterObject Filter filter, @ParameterObject Page.Asked asked) {
        CustomerId customer =
                filter.customerId() == null ? access.actor().customer() : CustomerId.of(filter.customerId());
        return Page.of(devices.list(customer, asked.query(), filter.parsed()), DeviceJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One device")
    ResponseEntity<DeviceJson> get(@PathVariable String id) {
        return DeviceVersions.ok(devices.get(DeviceId.of(id)));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Register a device",
            description = "The answer has, this once, the unit's password. Vehicle and tags are for whoever may enter"
                    + " them for the registered device, else 403 and nothing is registered.")
    ResponseEntity<DeviceJson> register(@RequestBody Body<DeviceInput> body) {
        Fields fields = new Fields();
        DeviceInput.Registration wanted = body.over(DeviceInput.NOTHING, fields).registration(fields);
        DeviceDesk.Entered registered = desk.register(wanted.device(), wanted.vehicle(), wanted.tags());
        DeviceRow row = registered.device();
        return DeviceVersions.created(PATH + row.id(), DeviceJson.entered(registered), row);
    }

    @PatchMapping("/{id}")
    @Operation(
            summary = "Change name, location, vehicle or tags of a device",
            description = "Absent fields stay as they are; vehicle and tags are sent whole, and null takes them away."
                    + " All of it is changed, or nothing. The vehicle is for device and fleet managers, as is locationId"
                    + " when it is sent alone; the rest for device managers. When a vehicle was sent, the answer tells in vehicleFindings what is odd about"
                    + " it, such as a plate that another device has too.")
    ResponseEntity<DeviceJson> edit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<DeviceInput> body) {
        if (DeviceInput.isPlaceOnly(body) && !access.actor().mayBelowHome(Permission.EDIT_DEVICE)) {
            return put(DeviceId.of(id), ifMatch, body);
        }
        Set<Part> parts = DeviceInput.parts(body);
        DeviceRow before = desk.get(DeviceId.of(id), parts);
        DeviceVersions.match(ifMatch, before);
        Fields fields = new Fields();
        DeviceInput input = body.over(DeviceInput.of(before), fields);
        DeviceDesk.Entered changed = desk.change(before, input.change(parts, fields));
        return DeviceVersions.ok(DeviceJson.entered(changed), changed.device());
    }

    /**
     * Whoever may not edit a device may still put it somewhere else; to look at it for that is for whoever says what it is built
     * into.
     */
    private ResponseEntity<DeviceJson> put(DeviceId id, @Nullable String ifMatch, Body<DeviceInput> body) {
        Set<Part> looked = EnumSet.of(Part.VEHICLE);
        DeviceRow before = desk.get(id, looked);
        DeviceVersions.match(ifMatch, before);
        Fields fields = new Fields();
        places.put(body.over(DeviceInput.of(before), fields).place(fields), before);
        return DeviceVersions.ok(desk.get(id, looked));
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "Let a unit in that waits for approval, or that belongs to nobody yet")
    ResponseEntity<DeviceJson> approve(
            @PathVariable String id, @RequestBody(required = false) @Nullable Body<Approval> body) {
        Fields fields = new Fields();
        Approval approval = body == null ? Approval.NOTHING : body.over(Approval.NOTHING, fields);
        CustomerId target = fields.optional(
                "customerId", approval.customerId(), Fields.known(CustomerId::of, "problem.customer.unknown"));
        fields.throwIfAny();
        return DeviceVersions.ok(devices.approve(DeviceId.of(id), target, approval.waitingClient()));
    }

    @PostMapping("/{id}/deny")
    @Operation(summary = "Refuse a unit that waits for approval, or that belongs to nobody")
    ResponseEntity<DeviceJson> deny(@PathVariable String id) {
        return DeviceVersions.ok(devices.deny(DeviceId.of(id)));
    }

    /** The new password of a unit. */
    record NewCredential(DeviceJson.Mqtt mqtt) {}

    @PostMapping("/{id}/credential")
    @Operation(summary = "Make a new password for a unit, shown this once; the old one no longer holds")
    NewCredential resetCredentialOf(@PathVariable String id) {
        return new NewCredential(DeviceJson.Mqtt.of(devices.resetCredential(DeviceId.of(id))));
    }
}
