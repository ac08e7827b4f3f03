package io.muster.user;

import io.muster.kernel.Secrets;
import io.muster.kernel.UserId;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps second factors. A code is taken once: the app's by its step, a recovery code by being deleted. */
@Component
class FactorStore {

    private static final int RECOVERY_CODES = 10;
    /** So long the secret that an app was given just now may be given again. */
    private static final Duration BEGUN = Duration.ofMinutes(30);

    private final JdbcClient jdbc;
    private final SecretKeeper keeper;
    private final Clock clock;

    FactorStore(JdbcClient jdbc, SecretKeeper keeper, Clock clock) {
        this.jdbc = jdbc;
        this.keeper = keeper;
        this.clock = clock;
    }

    boolean isOn(UserId user) {
        return stored(user, true).isPresent();
    }

    /**
     * Begins a factor that does not count yet. One that the same session has begun a little while ago goes on: phones drop a
     * page while the app is open, and the app has that secret. Any other that was never confirmed is forgotten.
     */
    String begin(UserId user, @Nullable Long session) {
        return begun(user, session).orElseGet(() -> {
            remove(user);
            String secret = Totp.secret();
            jdbc.sql("""
                            insert into second_factor (user_id, secret, confirmed, last_step, created_at, session_id)
                            values (:user, :secret, false, 0, :now, :session)
                            """)
                    .param("user", user.value())
                    .param("secret", keeper.seal(secret, user.toString()))
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("session", session, Types.BIGINT)
                    .update();
            return secret;
        });
    }

    private Optional<String> begun(UserId user, @Nullable Long session) {
        return jdbc.sql("""
                        select secret from second_factor
                        where user_id = :user and not confirmed and created_at > :since
                          and coalesce(session_id, -1) = coalesce(:session, -1)
                        """)
                .param("user", user.value())
                .param("since", clock.instant().minus(BEGUN).atOffset(ZoneOffset.UTC))
                .param("session", session, Types.BIGINT)
                .query(String.class)
                .optional()
                .map(stored -> keeper.open(stored, user.toString()));
    }

    /** True when the code proves that the app has the secret; the factor counts from now on. */
    boolean confirm(UserId user, String typed) {
        return takeAppCode(user, false, typed)
                && jdbc.sql("update second_factor set confirmed = true where user_id = :user and not confirmed")
                                .param("user", user.value())
                                .update()
                        == 1;
    }

    boolean take(UserId user, String typed) {
        return takeAppCode(user, true, typed) || takeRecoveryCode(user, typed);
    }

    private boolean takeAppCode(UserId user, boolean confirmed, String typed) {
        String code = typed.replaceAll("\\s", "");
        OptionalLong step = secret(user, confirmed)
                .map(secret -> Totp.step(secret, code, clock.instant()))
                .orElse(OptionalLong.empty());
        return step.isPresent()
                && jdbc.sql("update second_factor set last_step = :step where user_id = :user and last_step < :step")
                                .param("step", step.getAsLong())
                                .param("user", user.value())
                                .update()
                        == 1;
    }

    private boolean takeRecoveryCode(UserId user, String typed) {
        return jdbc.sql("delete from recovery_code where user_id = :user and code_hash = :hash")
                        .param("user", user.value())
                        .param("hash", Secrets.hash(Totp.asRecoveryCode(typed)))
                        .update()
                == 1;
    }

    /** New recovery codes, which end the earlier ones. */
    List<String> renewCodes(UserId user) {
        jdbc.sql("delete from recovery_code where user_id = :user")
                .param("user", user.value())
                .update();
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            String code = Totp.recoveryCode();
            codes.add(code);
            jdbc.sql("insert into recovery_code (user_id, code_hash) values (:user, :hash)")
                    .param("user", user.value())
                    .param("hash", Secrets.hash(code))
                    .update();
        }
        return codes;
    }

    long codesLeft(UserId user) {
        return jdbc.sql("select count(*) from recovery_code where user_id = :user")
                .param("user", user.value())
                .query(Long.class)
                .single();
    }

    boolean remove(UserId user) {
        return jdbc.sql("delete from second_factor where user_id = :user")
                        .param("user", user.value())
                        .update()
                == 1;
    }

    /** What the app of a user has, too; of a factor that counts, or of one that was only begun. */
    Optional<String> secret(UserId user, boolean confirmed) {
        return stored(user, confirmed).map(stored -> keeper.open(stored, user.toString()));
    }

    private Optional<String> stored(UserId user, boolean confirmed) {
        return jdbc.sql("select secret from second_factor where user_id = :user and confirmed = :confirmed")
                .param("user", user.value())
                .param("confirmed", confirmed)
                .query(String.class)
                .optional();
    }
}
