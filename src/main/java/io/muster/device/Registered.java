package io.muster.device;

/** A device that was just registered, with the password that is shown this once. */
public record Registered(DeviceRow device, Credential credential) {}
