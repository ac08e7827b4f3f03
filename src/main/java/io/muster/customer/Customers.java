package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.access.Unguarded;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tree of customers: looking at it, adding to it, changing a customer's card. */
@Service
public class Customers {

    private final Access access;
    private final CustomerRepository customers;
    private final CustomerQueries queries;
    private final History history;
    private final Database database;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Customers(
            Access access,
            CustomerRepository customers,
            CustomerQueries queries,
            History history,
            Database database,
            ApplicationEventPublisher events,
            Clock clock) {
        this.access = access;
        this.customers = customers;
        this.queries = queries;
        this.history = history;
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** One link of the way from the viewer's home down to a customer. */
    public record Step(CustomerId id, String name) {}

    /**
     * One customer's card.
     *
     * @throws Rejected NOT_FOUND when it is out of reach
     */
    @Transactional(readOnly = true)
    public Customer get(CustomerId id) {
        access.require(Permission.SEE_CUSTOMER, id);
        return customers.findById(id).orElseThrow(Rejected::notFound);
    }

    /** One customer as a line of a list, for whoever holds this permission there. */
    @Transactional(readOnly = true)
    public CustomerRow row(Permission permission, CustomerId id) {
        Actor actor = access.actor();
        access.require(actor, permission, id);
        return queries.row(actor, id).orElseThrow(Rejected::notFound);
    }

    /** The way from the viewer's home to this customer, both included; nothing above home. */
    @Transactional(readOnly = true)
    public List<Step> way(CustomerId id) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_CUSTOMER, id);
        int above = actor.home().depth() - 1;
        return queries.steps(place.ids().subList(above, place.depth()));
    }

    /** Everything below a customer, however deep. */
    @Transactional(readOnly = true)
    public Slice<CustomerRow> nested(CustomerId id, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_CUSTOMER, id);
        return queries.list(actor, place, CustomerQueries.Part.BELOW, query);
    }

    /** The viewer's home and everything below it: what they may choose from, in so far as the permission holds there. */
    @Transactional(readOnly = true)
    public Slice<CustomerRow> choices(Permission permission, ListQuery query) {
        Actor actor = access.actor();
        if (actor.mayBelowHome(permission)) {
            return queries.list(actor, actor.home(), CustomerQueries.Part.SUBTREE, query);
        }
        access.require(actor, permission, actor.home());
        return queries.list(actor, actor.home(), CustomerQueries.Part.PLACE, query);
    }

    /** Adds a customer below another one. */
    @Transactional
    public Customer create(CustomerId parent, CustomerData data) {
        Actor actor = access.actor();
        access.require(actor, Permission.CREATE_CUSTOMER, parent);
        customers.lockTree();
        TreePath place = access.require(access.actor(), Permission.CREATE_CUSTOMER, parent);
        if (place.depth() >= TreePath.MAX_DEPTH) {
            throw Rejected.conflict("problem.customer.tooDeep", TreePath.MAX_DEPTH);
        }
        CustomerId id = new CustomerId(database.next("customer_seq"));
        Customer customer = customers.save(fresh(id, parent, place.child(id), data));
        record(actor.by(), customer, "created", Customer.difference(null, data));
        return customer;
    }

    /**
     * Changes a customer's card.
     *
     * @param version the version that the change was made from
     * @throws Rejected STALE when somebody else has changed the customer since
     */
    @Transactional
    public Customer edit(CustomerId id, long version, CustomerData data) {
        Actor actor = access.actor();
        access.require(actor, Permission.EDIT_CUSTOMER, id);
        Customer before = customers.findById(id).orElseThrow(Rejected::notFound);
        if (before.version() != version) {
            throw Rejected.stale();
        }
        List<Change.Field> fields = Customer.difference(before.data(), data);
        if (fields.isEmpty()) {
            return before;
        }
        Customer after = customers.save(before.edited(data));
        record(actor.by(), after, "edited", fields);
        return after;
    }

    /**
     * Suspends a customer, and with it everything below: its users are treated as inactive at once, and of its units only the
     * sign of life is kept. {@link #resume} restores what was.
     *
     * @param version the version that was looked at, or null
     */
    @Transactional
    public Customer suspend(CustomerId id, @Nullable Long version) {
        Actor actor = access.actor();
        access.require(actor, Permission.SUSPEND_CUSTOMER, id);
        return change(actor, id, version, CustomerStatus.SUSPENDED, "suspended");
    }

    /** Undoes {@link #suspend}. */
    @Transactional
    public Customer resume(CustomerId id, @Nullable Long version) {
        Actor actor = access.actor();
        access.require(actor, Permission.SUSPEND_CUSTOMER, id);
        return change(actor, id, version, CustomerStatus.ACTIVE, "resumed");
    }

    private Customer change(Actor actor, CustomerId id, @Nullable Long version, CustomerStatus status, String action) {
        Customer before = customers.findById(id).orElseThrow(Rejected::notFound);
        if (version != null && before.version() != version) {
            throw Rejected.stale();
        }
        if (before.status() == status) {
            return before;
        }
        Customer after = customers.save(before.withStatus(status));
        record(actor.by(), after, action, List.of());
        // Pages that are open below are told too, so that whoever is refused now does not look on.
        events.publishEvent(new Change.Seen(Change.Kind.CUSTOMER, queries.places(after.path()), false));
        return after;
    }

    /** True while there is no account, which is when the program has just been installed. */
    @Unguarded("tells nothing but whether set-up is still open")
    @Transactional(readOnly = true)
    public boolean isEmpty() {
        return customers.count() == 0;
    }

    /** Makes the root of the tree, on an empty database only. */
    @Unguarded(
            "the code that the log prints, or the settings of whoever starts the program; and the database must be empty")
    @Transactional
    public Customer createAccount(CustomerData data) {
        if (!isEmpty()) {
            throw Rejected.conflict("problem.setup.done");
        }
        CustomerId id = new CustomerId(database.next("customer_seq"));
        Customer account;
        try {
            account = customers.save(fresh(id, null, TreePath.root(id), data));
        } catch (DataIntegrityViolationException e) {
            // Another instance of the program has made it meanwhile.
            throw Rejected.conflict("problem.setup.done");
        }
        record(Change.By.system(), account, "created", Customer.difference(null, data));
        return account;
    }

    private Customer fresh(CustomerId id, @Nullable CustomerId parent, TreePath path, CustomerData data) {
        return new Customer(
                id,
                parent,
                path,
                data.name(),
                data.email(),
                data.country(),
                data.preferences().timeZone(),
                data.preferences().timeFormat(),
                data.preferences().units(),
                data.mfaPolicy(),
                CustomerStatus.ACTIVE,
                clock.instant(),
                0);
    }

    private void record(Change.By by, Customer customer, String action, List<Change.Field> fields) {
        history.record(
                by, Change.Kind.CUSTOMER, customer.id(), customer.name().value(), customer.path(), action, fields);
    }
}
