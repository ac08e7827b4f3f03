package io.muster.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Keeps answers for a day, encrypted: they can hold a token or a password that is shown once. */
@Repository
class AnswerStore {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    AnswerStore(JdbcClient jdbc, JsonMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Where one answer is kept.
     *
     * @param id     tells requests apart, and nobody but the holder of the token what they were
     * @param body   digest of the body that came with the key
     * @param secret key of the cipher, which is kept nowhere
     */
    record Slot(String id, String body, byte[] secret) {}

    /**
     * An answer that is kept.
     *
     * @param rights what the sender might do then; null in one that was kept by an earlier version
     */
    record Answer(
            int status,
            Map<String, String> headers,
            String body,
            @Nullable String rights) {}

    /**
     * Takes the slot for a request that has not been seen before.
     *
     * @return the answer to the first request, or null when this one is the first
     * @throws Refusal CONFLICT while the first is under way, INVALID when it had another body
     */
    @Nullable
    Answer begin(Slot slot) {
        purge();
        try {
            jdbc.sql("insert into api_answer (id, body_hash, created_at) values (:id, :body, :now)")
                    .param("id", slot.id())
                    .param("body", slot.body())
                    .param("now", now())
                    .update();
            return null;
        } catch (DuplicateKeyException e) {
            return earlier(slot);
        }
    }

    private Answer earlier(Slot slot) {
        record Row(String body, @Nullable String answer) {}
        Row row = jdbc.sql("select body_hash, answer from api_answer where id = :id")
                .param("id", slot.id())
                .query((found, number) -> new Row(found.getString("body_hash"), found.getString("answer")))
                .optional()
                .orElseThrow(() -> Refusal.of(ProblemType.CONFLICT, "api.problem.underWay"));
        if (!row.body().equals(slot.body())) {
            throw Refusal.of(ProblemType.INVALID, "api.problem.keyReused");
        }
        if (row.answer() == null) {
            throw Refusal.of(ProblemType.CONFLICT, "api.problem.underWay");
        }
        byte[] sealed = Base64.getDecoder().decode(row.answer());
        byte[] plain = cipher(Cipher.DECRYPT_MODE, slot, Arrays.copyOf(sealed, NONCE), sealed, NONCE);
        return json.readValue(plain, Answer.class);
    }

    /** Keeps the answer of the request that {@link #begin} let pass. */
    void keep(Slot slot, Answer answer) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, slot, nonce, json.writeValueAsBytes(answer), 0);
        byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, both, NONCE, sealed.length);
        jdbc.sql("update api_answer set answer = :answer where id = :id")
                .param("answer", Base64.getEncoder().encodeToString(both))
                .param("id", slot.id())
                .update();
    }

    /** Forgets a request that changed nothing, so that it can be made again. */
    void release(Slot slot) {
        jdbc.sql("delete from api_answer where id = :id and answer is null")
                .param("id", slot.id())
                .update();
    }

    private static byte[] cipher(int mode, Slot slot, byte[] nonce, byte[] input, int from) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(slot.secret(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(slot.id().getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input, from, input.length - from);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A kept answer cannot be read", e);
        }
    }

    private void purge() {
        jdbc.sql("delete from api_answer where created_at <= :oldest")
                .param("oldest", now().minus(KEPT))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
