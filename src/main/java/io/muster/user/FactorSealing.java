package io.muster.user;

import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Encrypts, before anybody can sign in, the secrets of second factors that an earlier version kept as they are; and finds out
 * at once when the key does not fit to the others.
 */
@Component
class FactorSealing implements SmartInitializingSingleton {

    private final JdbcTemplate jdbc;
    private final SecretKeeper keeper;

    FactorSealing(JdbcTemplate jdbc, SecretKeeper keeper) {
        this.jdbc = jdbc;
        this.keeper = keeper;
    }

    private record Kept(long user, String secret) {}

    @Override
    public void afterSingletonsInstantiated() {
        List<Kept> all = jdbc.query(
                "select user_id, secret from second_factor",
                (row, number) -> new Kept(row.getLong("user_id"), row.getString("secret")));
        all.stream()
                .filter(kept -> SecretKeeper.isSealed(kept.secret()))
                .findFirst()
                .ifPresent(kept -> keeper.open(kept.secret(), String.valueOf(kept.user())));
        List<Object[]> open = all.stream()
                .filter(kept -> !SecretKeeper.isSealed(kept.secret()))
                .map(kept -> new Object[] {
                    keeper.seal(kept.secret(), String.valueOf(kept.user())), kept.user(), kept.secret()
                })
                .toList();
        if (!open.isEmpty()) {
            jdbc.batchUpdate("update second_factor set secret = ? where user_id = ? and secret = ?", open);
        }
    }
}
