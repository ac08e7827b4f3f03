package io.muster.device.ui;

import io.muster.device.DeviceRow;
import io.muster.device.Position;
import io.muster.device.Vehicle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns that a list of devices can have. */
enum ListColumn {
    PRESENCE("presence", "device.presence", "online", true, row -> null),
    NAME("name", "device.name", "name", true, DeviceRow::name),
    /** Beside the name, as on a card: at the end it would be the first to be out of sight. */
    STATE("state", "device.state", "state", true, DeviceRow::state),
    UNIT_ID("unitId", "device.unitId", "unitId", true, row -> row.unitId().shown()),
    DEVICE_ID("deviceId", "device.deviceId", "id", false, DeviceRow::id),
    IMEI("imei", "history.field.imei", "imei", false, DeviceRow::imei),
    ICCID("iccid", "device.iccid", "iccid", false, DeviceRow::iccid),
    VIN("vin", "history.field.vin", "vin", false, DeviceRow::vin),
    CUSTOMER("customer", "device.customer", "customer", true, DeviceRow::customerName),
    /** Of units that belong to nobody yet; only where those are looked at. */
    LIKELY("likely", "device.likely", null, false, row -> null),
    LOCATION("location", "device.location", "location", true, DeviceRow::locationName),
    VEHICLE("vehicle", "device.vehicle", "vehicle", false, row -> vehicle(row.vehicle())),
    PLATE(
            "plate",
            "vehicle.plate",
            "plate",
            false,
            row -> row.vehicle() == null ? null : row.vehicle().plate()),
    TAGS("tags", "device.tags", null, false, row -> String.join(", ", row.tags())),
    LAST_SEEN("lastSeen", "device.lastSeen", "lastSeenAt", true, DeviceRow::lastSeenAt),
    FIRMWARE("firmware", "device.firmware", "firmware", true, DeviceRow::firmware),
    MODEL("model", "history.field.model", "model", false, DeviceRow::model),
    BOARD("board", "history.field.board", "board", false, DeviceRow::board),
    VOLTAGE("voltage", "device.voltage", "voltage", false, row -> voltage(row.batteryV())),
    POSITION("position", "device.position", null, false, row -> coordinates(row.position())),
    CREATED("created", "device.created", "createdAt", false, DeviceRow::createdAt);

    private final String key;
    private final String title;
    private final @Nullable String sort;
    private final boolean usual;
    private final Function<DeviceRow, @Nullable Object> value;

    ListColumn(
            String key,
            String title,
            @Nullable String sort,
            boolean usual,
            Function<DeviceRow, @Nullable Object> value) {
        this.key = key;
        this.title = title;
        this.sort = sort;
        this.usual = usual;
        this.value = value;
    }

    String key() {
        return key;
    }

    /** Key of the text above it. */
    String title() {
        return title;
    }

    /** What the list is sorted by; null when it cannot be. */
    @Nullable
    String sort() {
        return sort;
    }

    /** Whether a viewer can choose to see it, or not. */
    boolean isChoosable() {
        return this != NAME && this != LIKELY;
    }

    /** Shown until a viewer chooses otherwise. */
    boolean isUsual() {
        return usual;
    }

    /** As plain text; empty for nothing. */
    String text(DeviceRow row) {
        return Objects.toString(value.apply(row), "");
    }

    static Optional<ListColumn> of(String key) {
        return Arrays.stream(values()).filter(column -> column.key.equals(key)).findFirst();
    }

    private static @Nullable String vehicle(@Nullable Vehicle vehicle) {
        return vehicle == null ? null : vehicle.title();
    }

    private static @Nullable String voltage(@Nullable Double volts) {
        return volts == null ? null : String.format(Locale.ROOT, "%.2f V", volts);
    }

    static @Nullable String coordinates(@Nullable Position position) {
        return position == null ? null : String.format(Locale.ROOT, "%.5f, %.5f", position.lat(), position.lon());
    }
}
