package io.muster.device.ui;

import io.muster.customer.CustomerRow;
import io.muster.location.Locations;
import org.jspecify.annotations.Nullable;

/** Where the installer works: remembered from one unit to the next. */
record InstallPlace(CustomerRow customer, Locations.@Nullable Choice location) {}
