package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much customers may have. A limit holds for a customer with everything below it, and is set from above; a limit below
 * what is there already takes nothing away, but lets nothing in.
 */
@Service
public class Quotas {

    private final Access access;
    private final Customers customers;
    private final CustomerRepository repository;
    private final QuotaQueries queries;
    private final History history;

    Quotas(Access access, Customers customers, CustomerRepository repository, QuotaQueries queries, History history) {
        this.access = access;
        this.customers = customers;
        this.repository = repository;
        this.queries = queries;
        this.history = history;
    }

    /**
     * The limits of the customer itself, and how much of them is used; limits above it are not told. Empty for whoever does not
     * manage the customer: how many users and devices there are is not theirs to know.
     */
    @Transactional(readOnly = true)
    public Optional<Quota.Use> of(CustomerId id) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_CUSTOMER, id);
        return isTold(actor, place) ? Optional.of(queries.use(place)) : Optional.empty();
    }

    static boolean isTold(Actor actor, TreePath place) {
        return actor.may(Permission.SEE_QUOTA, place);
    }

    /** Adds a customer with limits of its own. */
    @Transactional
    public Customer create(CustomerId parent, CustomerData data, Quota quota) {
        access.require(Permission.CREATE_CUSTOMER, parent);
        Customer created = customers.create(parent, data);
        return quota.equals(Quota.NONE) ? created : set(created, quota);
    }

    /**
     * Changes a customer's card together with its limits.
     *
     * @param version the version that the change was made from
     * @throws Rejected FORBIDDEN when a limit differs and the actor is not above the customer
     */
    @Transactional
    public Customer edit(CustomerId id, long version, CustomerData data, Quota quota) {
        TreePath place = access.require(Permission.EDIT_CUSTOMER, id);
        boolean same = queries.use(place).quota().equals(quota);
        if (!same) {
            // Before the customer's own row, as everything that changes the tree does.
            repository.lockTree();
        }
        Customer edited = customers.edit(id, version, data);
        return same ? edited : set(edited, quota);
    }

    private Customer set(Customer customer, Quota quota) {
        // What is just coming in comes before, and is counted.
        queries.holdBranch(access.place(customer.id()));
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SET_QUOTA, customer.id());
        Quota.Use before = queries.use(place);
        queries.save(customer.id(), new Quota.Use(quota, before.users(), before.devices()));
        List<Change.Field> fields = Quota.difference(before.quota(), quota);
        history.record(
                actor.by(), Change.Kind.CUSTOMER, customer.id(), customer.name().value(), place, "quota_set", fields);
        return repository.findById(customer.id()).orElseThrow(Rejected::notFound);
    }
}
