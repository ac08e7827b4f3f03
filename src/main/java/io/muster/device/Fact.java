package io.muster.device;

/** Something lasting that a unit tells about itself. Its change is worth an entry in the history. */
public enum Fact {
    VENDOR("vendor", "vendor", "announced"),
    MODEL("model", "model", "announced"),
    BOARD("board", "board", "announced"),
    SERIAL("serial", "serial", "announced"),
    CPU_SERIAL("cpuSerial", "cpu_serial", "announced"),
    FIRMWARE("firmware", "firmware", "firmware_changed"),
    RELEASE_ID("releaseId", "release_id", "firmware_changed"),
    SPM("spm", "spm", "firmware_changed"),
    OS("os", "os", "firmware_changed"),
    IMEI("imei", "imei", "modem_changed"),
    ICCID("iccid", "iccid", "sim_changed"),
    IMSI("imsi", "imsi", "sim_changed"),
    VIN("vin", "vin", "vehicle_changed"),
    MAC("mac", "mac", "announced"),
    CAPS("caps", "caps", "announced");

    private final String field;
    private final String column;
    private final String action;

    Fact(String field, String column, String action) {
        this.field = field;
        this.column = column;
        this.action = action;
    }

    /** Its name outside, in the history and the REST interface. */
    public String field() {
        return field;
    }

    String column() {
        return column;
    }

    /** What the history calls a change of it. */
    String action() {
        return action;
    }
}
