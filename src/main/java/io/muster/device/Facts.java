package io.muster.device;

import io.muster.kernel.Change;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a unit has told about itself; what it never told is absent. */
public record Facts(Map<Fact, String> told) {

    public static final Facts NONE = new Facts(Map.of());

    public Facts {
        told = Map.copyOf(told);
    }

    public @Nullable String get(Fact fact) {
        return told.get(fact);
    }

    /** These facts, overwritten by newer ones. What the newer ones leave out stays. */
    Facts updatedBy(Facts newer) {
        Map<Fact, String> all = new EnumMap<>(Fact.class);
        all.putAll(told);
        all.putAll(newer.told);
        return new Facts(all);
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
