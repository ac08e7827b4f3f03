package io.muster.api;

import io.muster.device.DeviceRow;
import io.muster.kernel.Rejected;
import io.muster.kernel.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Entity tags of devices: the version of the device, and what people entered about its vehicle and its tags, which have no
 * version of their own.
 */
final class DeviceVersions {

    /** Enough to tell one from another, and not what it is. */
    private static final int DIGITS = 12;

    private DeviceVersions() {}

    private static String version(DeviceRow row) {
        String besides = row.vehicle() == null && row.tags().isEmpty() ? "" : row.vehicle() + " " + row.tags();
        return row.version()
                + (besides.isEmpty() ? "" : "-" + Secrets.hash(besides).substring(0, DIGITS));
    }

    /**
     * Holds what a client believes to change ({@code If-Match}) against what is there.
     *
     * @throws Rejected STALE when it is another version
     */
    static void match(@Nullable String ifMatch, DeviceRow row) {
        Versions.match(ifMatch, version(row));
    }

    static ResponseEntity<DeviceJson> ok(DeviceRow row) {
        return ok(DeviceJson.of(row), row);
    }

    static ResponseEntity<DeviceJson> ok(DeviceJson json, DeviceRow row) {
        return Versions.ok(json, version(row));
    }

    static ResponseEntity<DeviceJson> created(String path, DeviceJson json, DeviceRow row) {
        return Versions.created(path, json, version(row));
    }
}
