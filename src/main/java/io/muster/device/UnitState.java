package io.muster.device;

import java.util.Locale;

/** Where a unit stands in its life (MQTT contract, Life of a unit). */
public enum UnitState {
    /** It asked to be let in, and belongs to nobody. */
    UNCLAIMED,
    /** It belongs to a customer, and waits for approval. */
    PENDING,
    ACCEPTED,
    DENIED,
    DECOMMISSIONED,
    REPLACED;

    /** Neither denied nor over: what the unit tells is taken. */
    public boolean isOpen() {
        return this == UNCLAIMED || this == PENDING || this == ACCEPTED;
    }

    /** The state as units and the REST interface write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
