package io.muster.api;

import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.Retirement;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One unit takes another one's place, and that is taken back. */
@RestController
@RequestMapping("/api/v1/devices")
@Tag(name = "Devices")
class SwapsApi {

    private final DeviceRegistry devices;
    private final Retirement retirement;

    SwapsApi(DeviceRegistry devices, Retirement retirement) {
        this.devices = devices;
        this.retirement = retirement;
    }

    /** The unit that takes a device's place. */
    record Swap(@Sent(create = Sent.Rule.NEEDED) @Nullable String newUnitId) {}

    @PostMapping("/{id}/swap")
    @Operation(
            summary = "Put another unit in the place of a device",
            description =
                    "It takes over name, vehicle, location, customer and assignments. The answer is the new device,"
                            + " and has, this once, the password of a unit that had none. It can be taken back for 15"
                            + " minutes.")
    ResponseEntity<DeviceJson> swap(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<Swap> body) {
        DeviceRow before = devices.get(DeviceId.of(id));
        DeviceVersions.match(ifMatch, before);
        Fields fields = new Fields();
        UnitId successor =
                fields.required("newUnitId", body.over(new Swap(null), fields).newUnitId(), UnitId::of);
        fields.throwIfAny();
        Retirement.Swapped swapped = retirement.swap(
                before.id(), ifMatch == null ? null : before.version(), Objects.requireNonNull(successor));
        DeviceRow row = swapped.device();
        DeviceJson.Mqtt mqtt = swapped.credential() == null ? null : DeviceJson.Mqtt.of(swapped.credential());
        return DeviceVersions.ok(DeviceJson.of(row, mqtt), row);
    }

    @PostMapping("/{id}/swap/undo")
    @Operation(
            summary = "Take it back that a device took another one's place",
            description =
                    "The id is that of the device that took the place, as the swap answered it; who swapped, and whether on"
                            + " site, does not matter. The answer is the device that is in its place again, with the name,"
                            + " location and vehicle that the place has now. 409 after 15 minutes, or when somebody has"
                            + " decided something else about one of the two since.")
    ResponseEntity<DeviceJson> undoSwapOf(@PathVariable String id) {
        Retirement.Restored restored = retirement.undo(DeviceId.of(id));
        DeviceRow row = restored.device();
        return DeviceVersions.ok(DeviceJson.restored(row, restored.signsIn()), row);
    }
}
