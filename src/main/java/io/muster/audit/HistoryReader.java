package io.muster.audit;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.Sight;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The history, for whoever administers a customer. Nothing here, or anywhere else in the program, changes or deletes it. */
@Service
public class HistoryReader {

    private static final int EXPORT_PAGE = ListQuery.MAX_LIMIT;

    /** What an inventory tells of a device; its other facts are for those who see devices. */
    private static final Set<String> INVENTORY = Set.of("name", "unitId", "customer", "state");

    /** Devices of a user, by their names. */
    private static final String ASSIGNED = "devices";

    private final Access access;
    private final HistoryQueries queries;
    private final References references;

    HistoryReader(Access access, HistoryQueries queries, References references) {
        this.access = access;
        this.queries = queries;
        this.references = references;
    }

    /**
     * What was changed at a customer and, for whoever administers the nested ones too, below it; the newest first. Of the
     * whole tree, device managers also read what happened to units that belong to nobody. Whoever is kept to some locations reads
     * of these and of the devices that are there now, and of no other; nor which devices were assigned to users, since they may be
     * anywhere.
     */
    @Transactional(readOnly = true)
    public Slice<HistoryEntry> list(CustomerId customer, HistoryFilter filter, ListQuery query) {
        Actor actor = access.actor();
        HistoryQueries.Scope scope = scope(actor, customer);
        Slice<HistoryEntry> slice = queries.list(scope, filter, query);
        return new Slice<>(shown(actor, slice.items()), slice.nextCursor(), slice.total());
    }

    /**
     * Gives everything of {@link #list} to a sink, a page at a time, however much it is. Rights are asked for each page anew.
     *
     * @param search as in a list
     */
    public void export(CustomerId customer, HistoryFilter filter, String search, Consumer<HistoryEntry> sink) {
        ListQuery query = new ListQuery(search, List.of(), EXPORT_PAGE, 0, null);
        long before = Long.MAX_VALUE;
        List<HistoryEntry> page;
        do {
            Actor actor = access.actor();
            page = queries.before(scope(actor, customer), filter, query, before);
            shown(actor, page).forEach(sink);
            before = page.isEmpty() ? 0 : page.getLast().id();
        } while (page.size() == EXPORT_PAGE);
    }

    private HistoryQueries.Scope scope(Actor actor, CustomerId customer) {
        TreePath place = access.require(actor, Permission.SEE_HISTORY, customer);
        return new HistoryQueries.Scope(
                place,
                actor.mayBelowHome(Permission.SEE_HISTORY),
                place.isRoot() && actor.sight().ownerless(),
                actor.sight().restricted() ? actor.sight() : null);
    }

    private List<HistoryEntry> shown(Actor actor, List<HistoryEntry> entries) {
        Sight sight = actor.sight();
        boolean seesDevices = sight.all() && !sight.restricted();
        List<HistoryEntry> known = seesDevices
                ? entries
                : entries.stream().map(HistoryReader::inventoryOnly).toList();
        List<HistoryEntry> told = sight.restricted()
                ? known.stream().map(HistoryReader::withoutAssigned).toList()
                : known;
        return references.name(actor, heardOrNot(told));
    }

    /** By one more statement, when devices of the entries were pending: for people there are two sorts of them. */
    private List<HistoryEntry> heardOrNot(List<HistoryEntry> entries) {
        Set<String> pending = entries.stream()
                .filter(HistoryEntry::isPending)
                .map(HistoryEntry::entity)
                .collect(Collectors.toSet());
        Map<String, Long> signs = queries.firstSigns(pending);
        return entries.stream()
                .map(entry -> entry.isPending() && signs.getOrDefault(entry.entity(), Long.MAX_VALUE) > entry.id()
                        ? entry.heardOnlyLater()
                        : entry)
                .toList();
    }

    private static HistoryEntry withoutAssigned(HistoryEntry entry) {
        if (entry.kind() != Change.Kind.USER) {
            return entry;
        }
        return entry.with(entry.fields().stream()
                .filter(field -> !field.name().equals(ASSIGNED))
                .toList());
    }

    private static HistoryEntry inventoryOnly(HistoryEntry entry) {
        if (entry.kind() != Change.Kind.DEVICE) {
            return entry;
        }
        return entry.with(entry.fields().stream()
                .filter(field -> INVENTORY.contains(field.name()))
                .toList());
    }
}
