package io.muster.device;

import io.muster.kernel.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a unit has told about itself; what it never told is absent.
 *
 * @param lastTold digest of what it told last, null while these are facts that it tells just now, or nobody knows
 */
public record Facts(Map<Fact, String> told, @Nullable String lastTold) {

    public static final Facts NONE = new Facts(Map.of());

    private static final int DIGEST_BYTES = 16;

    public Facts {
        told = Map.copyOf(told);
    }

    /** Facts that a unit tells. */
    public Facts(Map<Fact, String> told) {
        this(told, null);
    }

    public @Nullable String get(Fact fact) {
        return told.get(fact);
    }

    /** These facts, overwritten by newer ones. What the newer ones leave out stays. */
    Facts updatedBy(Facts newer) {
        Map<Fact, String> all = new EnumMap<>(Fact.class);
        all.putAll(told);
        all.putAll(newer.told);
        return new Facts(all, newer.digest());
    }

    /** The same facts but for one; null when it is not known any more. */
    Facts with(Fact fact, @Nullable String value) {
        Map<Fact, String> all = new EnumMap<>(Fact.class);
        all.putAll(told);
        if (value == null) {
            all.remove(fact);
        } else {
            all.put(fact, value);
        }
        return new Facts(all);
    }

    /** The same for the same facts, and for no others: 128 bits of their SHA-256, in base64url. */
    String digest() {
        StringBuilder text = new StringBuilder();
        for (Fact fact : Fact.values()) {
            String value = told.get(fact);
            if (value != null) {
                // No fact holds a control character.
                text.append(fact.column()).append('\n').append(value).append('\n');
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What differs between these facts and later ones, in the order of {@link Fact}. */
    List<Change.Field> changesTo(Facts later) {
        List<Change.Field> fields = new ArrayList<>();
        changesByAction(later).values().forEach(fields::addAll);
        return fields;
    }

    /** What differs, sorted by what the history calls it. */
    Map<String, List<Change.Field>> changesByAction(Facts later) {
        Map<String, List<Change.Field>> changes = new LinkedHashMap<>();
        for (Fact fact : Fact.values()) {
            List<Change.Field> field = Change.Field.of(fact.field(), get(fact), later.get(fact));
            if (!field.isEmpty()) {
                changes.computeIfAbsent(fact.action(), action -> new ArrayList<>())
                        .addAll(field);
            }
        }
        return changes;
    }
}
