package io.muster.mqtt;

import io.muster.device.LastPlaces;
import io.muster.kernel.CustomerId;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How much units may say, so that one gone mad, or all of one customer's at once, take nobody else's turn. */
@Component
class Limits {

    static final int UNIT_BURST_S = 100;
    /** Is worked off within some seconds, for which the units of others wait. */
    private static final int CUSTOMER_BURST_S = 10;

    private final LastPlaces places;
    private final Allowance<String> units;
    private final Allowance<CustomerId> customers;

    @Autowired
    Limits(MqttSettings settings, LastPlaces places) {
        this(settings.unitRate(), settings.customerRate(), places, System::nanoTime);
    }

    /**
     * For tests.
     *
     * @param unitRate     as in the settings
     * @param customerRate as in the settings
     */
    Limits(int unitRate, int customerRate, LastPlaces places, LongSupplier nanos) {
        this.places = places;
        units = new Allowance<>(unitRate, UNIT_BURST_S, nanos);
        customers = new Allowance<>(customerRate, CUSTOMER_BURST_S, nanos);
    }

    /** Why one more message on this topic is not taken now; null when it is. */
    @Nullable
    String beyond(String topic) {
        if (!units.take(Topics.unitLevel(topic))) {
            return "too many messages";
        }
        boolean room =
                Topics.unit(topic).flatMap(places::of).map(customers::take).orElse(true);
        return room ? null : "too many messages of all units of the customer";
    }
}
