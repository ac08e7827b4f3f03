package io.muster.device;

import io.muster.kernel.DeviceId;

/** A device to assign, or assigned. */
public record AssignableDevice(DeviceId id, String name, String unitId, String customer) {}
