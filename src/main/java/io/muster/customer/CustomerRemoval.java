package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Deleting a customer: only when nothing is inside, which can be moved to the customer above before. */
@Service
public class CustomerRemoval {

    private final Access access;
    private final CustomerRepository customers;
    private final BranchQueries branches;
    private final List<Contents> contents;
    private final History history;

    CustomerRemoval(
            Access access,
            CustomerRepository customers,
            BranchQueries branches,
            List<Contents> contents,
            History history) {
        this.access = access;
        this.customers = customers;
        this.branches = branches;
        this.contents =
                contents.stream().sorted(Comparator.comparing(Contents::sort)).toList();
        this.history = history;
    }

    /** What is inside a customer: users, devices, locations and customers, each with its number. */
    public record Inside(SequencedMap<String, Long> counts) {

        public boolean isEmpty() {
            return counts.values().stream().allMatch(count -> count == 0);
        }
    }

    /** What stands in the way of deleting a customer. */
    @Transactional(readOnly = true)
    public Inside inside(CustomerId id) {
        access.require(Permission.DELETE_CUSTOMER, id);
        return count(id);
    }

    /**
     * Deletes a customer. Users of it who were deleted before cannot be brought back afterwards.
     *
     * @param version the version that was looked at, or null
     * @throws Rejected CONFLICT with what is inside, when something is
     */
    @Transactional
    public void delete(CustomerId id, @Nullable Long version) {
        access.require(Permission.DELETE_CUSTOMER, id);
        customers.lockTree();
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.DELETE_CUSTOMER, id);
        Customer customer = customers.findById(id).orElseThrow(Rejected::notFound);
        if (version != null && customer.version() != version) {
            throw Rejected.stale();
        }
        Inside inside = count(id);
        if (!inside.isEmpty()) {
            throw Rejected.conflict("problem.customer.notEmpty", inside.counts());
        }
        contents.forEach(each -> each.forget(id));
        try {
            customers.delete(id);
        } catch (DataIntegrityViolationException e) {
            // Since it was counted; to count it again takes another transaction.
            throw Rejected.conflict("problem.customer.cameIn");
        }
        history.record(actor.by(), Change.Kind.CUSTOMER, id, customer.name().value(), place, "deleted", List.of());
    }

    /**
     * Moves everything inside a customer to the one above it, all or nothing.
     *
     * @return what was moved
     * @throws Rejected FORBIDDEN when the actor may not move every single thing
     */
    @Transactional
    public Inside empty(CustomerId id) {
        access.require(Permission.DELETE_CUSTOMER, id);
        customers.lockTree();
        Actor actor = access.actor();
        TreePath from = access.require(actor, Permission.DELETE_CUSTOMER, id);
        TreePath to = from.parent();
        access.require(actor, Permission.CREATE_CUSTOMER, to);
        Inside inside = count(id);
        for (Contents each : contents) {
            if (each.count(id) > 0) {
                each.moveUp(actor, from, to);
            }
        }
        List<Customers.Step> nested = branches.children(id);
        branches.moveNested(from, to);
        for (Customers.Step step : nested) {
            history.record(actor.by(), Change.Kind.CUSTOMER, step.id(), step.name(), to, "moved_up", List.of());
        }
        return inside;
    }

    private Inside count(CustomerId id) {
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        for (Contents each : contents) {
            counts.put(each.sort().outside(), each.count(id));
        }
        counts.put("customers", (long) branches.children(id).size());
        return new Inside(counts);
    }
}
