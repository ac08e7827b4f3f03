package io.muster.user;

import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Finds out, before anybody can sign in and any unit is heard, when the key is not the one that the secrets in the database were
 * encrypted with; and encrypts the secrets of second factors that an earlier version kept as they are.
 */
@Component
class SecretsAtStart implements SmartInitializingSingleton {

    private static final String OWNER = "check";

    private final JdbcTemplate jdbc;
    private final SecretKeeper keeper;

    SecretsAtStart(JdbcTemplate jdbc, SecretKeeper keeper) {
        this.jdbc = jdbc;
        this.keeper = keeper;
    }

    private record Kept(long user, String secret) {}

    @Override
    public void afterSingletonsInstantiated() {
        try {
            check();
        } catch (IllegalStateException wrongKey) {
            keeper.withdraw();
            throw wrongKey;
        }
    }

    private void check() {
        List<Kept> factors = jdbc.query(
                "select user_id, secret from second_factor",
                (row, number) -> new Kept(row.getLong("user_id"), row.getString("secret")));
        factors.stream()
                .filter(kept -> SecretKeeper.isSealed(kept.secret()))
                .findFirst()
                .ifPresent(kept -> keeper.open(kept.secret(), String.valueOf(kept.user())));
        checkKey();
        List<Object[]> open = factors.stream()
                .filter(kept -> !SecretKeeper.isSealed(kept.secret()))
                .map(kept -> new Object[] {
                    keeper.seal(kept.secret(), String.valueOf(kept.user())), kept.user(), kept.secret()
                })
                .toList();
        if (!open.isEmpty()) {
            jdbc.batchUpdate("update second_factor set secret = ? where user_id = ? and secret = ?", open);
        }
    }

    /** The first instance that comes decides; the others must have the same key. */
    private void checkKey() {
        try {
            jdbc.update(
                    "insert into secret_check (id, sealed) select 1, cast(? as varchar) where not exists"
                            + " (select 1 from secret_check)",
                    keeper.seal(OWNER, OWNER));
        } catch (DuplicateKeyException anotherInstance) {
            // It was first by a moment.
        }
        jdbc.queryForList("select sealed from secret_check", String.class).forEach(kept -> keeper.open(kept, OWNER));
    }
}
