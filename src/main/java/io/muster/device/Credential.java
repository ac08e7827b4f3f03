package io.muster.device;

import io.muster.kernel.UnitId;

/**
 * How a unit signs in at the broker. Shown once; only a hash is kept.
 *
 * @param url       where the broker listens, {@code mqtt://host:port}
 * @param claimCode what is printed on the unit's label, besides its id
 */
public record Credential(String url, UnitId username, String password, String claimCode) {

    @Override
    public String toString() {
        return "Credential[" + username + "]";
    }
}
