package io.muster.device;

import org.jspecify.annotations.Nullable;

/** Where a unit says it is, in degrees (WGS 84), and how sure it is, in metres. */
public record Position(double lat, double lon, @Nullable Double accM) {}
