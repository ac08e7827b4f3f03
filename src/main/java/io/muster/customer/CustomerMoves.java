package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Moving a customer, with everything below it, to another place in the tree. */
@Service
public class CustomerMoves {

    private final Access access;
    private final CustomerRepository customers;
    private final CustomerQueries queries;
    private final BranchQueries branches;
    private final List<Contents> contents;
    private final History history;
    private final Clock clock;

    CustomerMoves(
            Access access,
            CustomerRepository customers,
            CustomerQueries queries,
            BranchQueries branches,
            List<Contents> contents,
            History history,
            Clock clock) {
        this.access = access;
        this.customers = customers;
        this.queries = queries;
        this.branches = branches;
        this.contents = contents;
        this.history = history;
        this.clock = clock;
    }

    /**
     * What a move would mean.
     *
     * @param customers nested customers that come along
     * @param users     users of all of them
     * @param devices   devices of all of them
     * @param losing    users above the present place who will not see it any more
     * @param gaining   users above the new place who do not see it yet
     */
    public record Preview(long customers, long users, long devices, long losing, long gaining) {}

    private record Way(TreePath from, TreePath to) {}

    /** Where a customer can be moved to: the viewer's home and everything below it, but for the customer's own branch. */
    @Transactional(readOnly = true)
    public Slice<CustomerRow> targets(CustomerId id, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.MOVE_CUSTOMER, id);
        access.require(actor, Permission.CREATE_CUSTOMER, actor.home());
        return queries.outside(actor, place, query);
    }

    /** Says what {@link #move} would mean, and refuses what it would refuse. */
    @Transactional(readOnly = true)
    public Preview preview(CustomerId id, CustomerId parent) {
        Way way = require(access.actor(), id, parent);
        List<CustomerId> before = way.from().ids().subList(0, way.from().depth() - 1);
        List<CustomerId> after = way.to().ids();
        BranchQueries.Size size = branches.size(way.from());
        return new Preview(
                size.customers(),
                size.users(),
                size.devices(),
                branches.lookers(
                        before.stream().filter(above -> !after.contains(above)).toList()),
                branches.lookers(
                        after.stream().filter(above -> !before.contains(above)).toList()));
    }

    /**
     * Moves a customer below another one. Moves wait for each other, so that no two of them together make a circle.
     *
     * @param version the version that was looked at, or null
     * @throws Rejected CONFLICT when the new place is the customer itself or below it
     */
    @Transactional
    public Customer move(CustomerId id, @Nullable Long version, CustomerId parent) {
        require(access.actor(), id, parent);
        customers.lockTree();
        // Asked again, because another move may have been waited for.
        Actor actor = access.actor();
        Way way = require(actor, id, parent);
        Customer before = customers.findById(id).orElseThrow(Rejected::notFound);
        if (version != null && before.version() != version) {
            throw Rejected.stale();
        }
        if (parent.equals(before.parentId())) {
            return before;
        }
        if (way.to().depth() + branches.levels(way.from()) > TreePath.MAX_DEPTH) {
            throw Rejected.conflict("problem.customer.tooDeep", TreePath.MAX_DEPTH);
        }
        branches.move(way.from(), way.to());
        Customer after = customers.findById(id).orElseThrow();
        record(actor, before, way.to());
        contents.forEach(each -> each.arrived(actor, after.path()));
        return after;
    }

    private Way require(Actor actor, CustomerId id, CustomerId parent) {
        TreePath from = access.require(actor, Permission.MOVE_CUSTOMER, id);
        TreePath to = target(actor, parent);
        if (from.covers(to)) {
            throw Rejected.conflict("problem.customer.circle");
        }
        return new Way(from, to);
    }

    /** A place out of reach is an error of that field, as an unknown one is. */
    private TreePath target(Actor actor, CustomerId parent) {
        try {
            return access.require(actor, Permission.CREATE_CUSTOMER, parent);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid("parentId", "problem.customer.unknown");
            }
            throw rejected;
        }
    }

    /** Both places tell it, and neither of them where the other one is: not everybody there sees the other. */
    private void record(Actor actor, Customer before, TreePath to) {
        TreePath from = before.path().parent();
        List<Customers.Step> names = queries.steps(List.of(from.customer(), to.customer()));
        Instant now = clock.instant();
        history.record(List.of(
                change(now, actor, before, from, "moved_away", Change.Field.of("parent", name(names, from), null)),
                change(now, actor, before, to, "moved_here", Change.Field.of("parent", null, name(names, to)))));
    }

    private static String name(List<Customers.Step> names, TreePath place) {
        return names.stream()
                .filter(step -> step.id().equals(place.customer()))
                .map(Customers.Step::name)
                .findFirst()
                .orElseThrow();
    }

    private static Change change(
            Instant at, Actor actor, Customer customer, TreePath place, String action, List<Change.Field> fields) {
        return new Change(
                at,
                actor.by(),
                Change.Kind.CUSTOMER,
                customer.id().toString(),
                customer.name().value(),
                place,
                action,
                fields);
    }
}
