package io.muster.audit.ui;

import com.vaadin.flow.router.QueryParameters;
import io.muster.audit.HistoryEntry;
import io.muster.kernel.Change;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one thing that a page of the history is about, as its address names it: {@code ?user=12}. */
record Subject(Change.Kind kind, String id) {

    /** What has a page of its own, with the tab that one comes from. */
    private static final Map<Change.Kind, String> TABS = Map.of(
            Change.Kind.CUSTOMER, "account",
            Change.Kind.USER, "users",
            Change.Kind.LOCATION, "locations",
            Change.Kind.DEVICE, "devices");

    /** The subject in an address; what is no id is found nowhere, as any unknown one. */
    static Optional<Subject> in(QueryParameters parameters) {
        return TABS.keySet().stream()
                .sorted()
                .flatMap(kind -> parameters.getSingleParameter(name(kind)).map(id -> new Subject(kind, id)).stream())
                .findFirst();
    }

    /** What an entry is about, if that has a page of its own. */
    static Optional<Subject> of(HistoryEntry entry) {
        Change.Kind kind = entry.kind() == Change.Kind.SIGN_IN ? Change.Kind.USER : entry.kind();
        return TABS.containsKey(kind) ? Optional.of(new Subject(kind, entry.entity())) : Optional.empty();
    }

    /** Sorts of entries that tell of it: signing in is part of what a user does. */
    Set<Change.Kind> kinds() {
        return kind == Change.Kind.USER ? EnumSet.of(kind, Change.Kind.SIGN_IN) : EnumSet.of(kind);
    }

    QueryParameters parameters() {
        return QueryParameters.of(name(kind), id);
    }

    /** Tab of the customer where such things are listed. */
    String tab() {
        return TABS.getOrDefault(kind, "account");
    }

    private static String name(Change.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
