package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.TreePath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tree of customers as a tree: one level at a time, and what is searched for with the way to it. */
@Service
public class CustomerBranches {

    /** Most matches of a search that are shown; a longer word finds fewer. */
    public static final int MOST_FOUND = 200;

    private final Access access;
    private final CustomerQueries queries;

    CustomerBranches(Access access, CustomerQueries queries) {
        this.access = access;
        this.queries = queries;
    }

    /**
     * What a search found.
     *
     * @param rows  matches, and everything on the way to them, each after what it is nested in
     * @param total number of all matches
     */
    public record Found(List<CustomerRow> rows, long total) {}

    /** How many customers are right below another one. */
    @Transactional(readOnly = true)
    public long count(CustomerId parent) {
        access.require(Permission.SEE_CUSTOMER, parent);
        return queries.countChildren(parent);
    }

    /** Customers right below another one, by name. */
    @Transactional(readOnly = true)
    public List<CustomerRow> children(CustomerId parent, int offset, int limit) {
        Actor actor = access.actor();
        access.require(actor, Permission.SEE_CUSTOMER, parent);
        return queries.children(actor, parent, offset, limit);
    }

    /** Matches below a customer, with what they are nested in. */
    @Transactional(readOnly = true)
    public Found find(CustomerId id, String search) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_CUSTOMER, id);
        var matches = queries.list(
                actor, place, CustomerQueries.Part.BELOW, new ListQuery(search, List.of(), MOST_FOUND, 0, null));
        Set<CustomerId> ids = new LinkedHashSet<>();
        int above = place.depth() - actor.home().depth() + 1;
        matches.items()
                .forEach(row -> ids.addAll(row.way().subList(above, row.way().size())));
        return new Found(queries.rows(actor, ids), matches.total());
    }
}
