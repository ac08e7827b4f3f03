package io.muster.customer;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.History;
import io.muster.customer.Quota.Sort;
import io.muster.customer.QuotaQueries.Limit;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets users and devices into customers, in so far as the quotas there and above leave room. Whatever makes one, brings one
 * back or moves one calls this first, in the same transaction; whatever leaves says nothing. Where no quota is set it costs
 * two reads by key.
 */
@Component
public class QuotaGate {

    private final QuotaQueries quotas;
    private final Access access;
    private final History history;
    private final ApplicationEventPublisher events;

    QuotaGate(QuotaQueries quotas, Access access, History history, ApplicationEventPublisher events) {
        this.quotas = quotas;
        this.access = access;
        this.history = history;
        this.events = events;
    }

    /** Event: little is left of a limit, for the first time. */
    public record Nearing(Sort sort, TreePath place, String name, long used, long most) {}

    /**
     * Something comes that is not counted: until the transaction ends the customer stays where it is. H2 takes what refers to a
     * customer that is just being deleted.
     *
     * @throws Rejected NOT_FOUND when it has gone
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(CustomerId to) {
        quotas.hold(to);
    }

    /**
     * Lets something new in, or something that comes back.
     *
     * @param count how many
     * @throws Rejected CONFLICT when a limit does not allow it; how much it is, only those are told who
     *                  manage the customer that has it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void admit(Sort sort, CustomerId to, int count) {
        admit(sort, to, Collections.nCopies(count, null));
    }

    /**
     * Lets things in that come from elsewhere.
     *
     * @param from for each of them the customer that it belongs to now, null for none
     * @throws Rejected as for {@link #admit(Sort, CustomerId, int)}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void admit(Sort sort, CustomerId to, Collection<? extends @Nullable CustomerId> from) {
        admit(sort, Map.of(to, from));
    }

    /**
     * Lets things into several customers, which may share a limit above them; before any of them is written.
     *
     * @param arrivals by the customer that they come into: for each of them the one that it belongs to now, null for none
     * @throws Rejected as for {@link #admit(Sort, CustomerId, int)}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void admit(Sort sort, Map<CustomerId, ? extends Collection<? extends @Nullable CustomerId>> arrivals) {
        Map<TreePath, Collection<? extends @Nullable CustomerId>> coming = new LinkedHashMap<>();
        new TreeMap<>(arrivals).forEach((to, from) -> {
            if (!from.isEmpty()) {
                coming.put(quotas.hold(to), from);
            }
        });
        List<Limit> limits = locked(
                sort,
                coming.keySet().stream()
                        .flatMap(place -> place.ids().stream())
                        .distinct()
                        .toList());
        if (limits.isEmpty()) {
            return;
        }
        Map<CustomerId, TreePath> places = quotas.places(coming.values().stream()
                .flatMap(Collection::stream)
                .<CustomerId>flatMap(Stream::ofNullable)
                .collect(Collectors.toSet()));
        for (Limit limit : limits) {
            long count = coming.entrySet().stream()
                    .filter(each -> limit.place().covers(each.getKey()))
                    .flatMap(each -> each.getValue().stream())
                    .filter(from -> from == null || !limit.place().covers(Objects.requireNonNull(places.get(from))))
                    .count();
            admit(sort, limit, count, false);
        }
    }

    /**
     * How many of those who want to come fit in, without refusing anything; nobody else uses the room until the transaction
     * ends.
     *
     * @param wanted most that is asked for
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public long room(Sort sort, CustomerId to, long wanted) {
        return locked(sort, quotas.hold(to).ids()).stream()
                .mapToLong(limit -> limit.room() >= wanted
                        ? wanted
                        : Math.clamp(limit.most() - quotas.count(sort, limit.place()), 0, wanted))
                .min()
                .orElse(wanted);
    }

    /** Lets everything in that has just come along with a customer to a new place. */
    void admitBranch(TreePath before, TreePath after) {
        for (Sort sort : Sort.values()) {
            List<Limit> limits = locked(sort, after.parent().ids()).stream()
                    .filter(limit -> !limit.place().covers(before))
                    .toList();
            long coming = limits.isEmpty() ? 0 : quotas.count(sort, after);
            limits.forEach(limit -> admit(sort, limit, coming, true));
        }
    }

    /** Says what {@link #admitBranch} would refuse, before anything is moved. */
    void mayArrive(TreePath branch, TreePath parent) {
        for (Sort sort : Sort.values()) {
            for (Limit limit : quotas.limits(sort, parent)) {
                if (!limit.place().covers(branch)) {
                    long used = quotas.count(sort, limit.place());
                    refuseBeyond(sort, limit, used, quotas.count(sort, branch));
                }
            }
        }
    }

    private List<Limit> locked(Sort sort, Collection<CustomerId> customers) {
        List<Limit> limits = customers.isEmpty() ? List.of() : quotas.limits(sort, customers);
        if (limits.isEmpty()) {
            return limits;
        }
        quotas.lock(limits);
        return quotas.limits(sort, customers);
    }

    /** Counts only when the room that was noted is not enough, or when people may have to be warned. */
    private void admit(Sort sort, Limit limit, long coming, boolean counted) {
        if (coming == 0) {
            return;
        }
        long most = limit.most();
        boolean enough = limit.room() >= coming;
        boolean quiet = limit.warned() || !Quota.isNear(most - limit.room() + coming, most);
        if (enough && quiet) {
            quotas.note(sort, limit.customer(), limit.room() - coming, limit.warned());
            return;
        }
        long used = quotas.count(sort, limit.place()) - (counted ? coming : 0);
        refuseBeyond(sort, limit, used, coming);
        long then = used + coming;
        boolean near = Quota.isNear(then, most);
        quotas.note(sort, limit.customer(), most - then, near);
        if (near && !(limit.warned() && Quota.isNear(used, most))) {
            warn(new Nearing(sort, limit.place(), limit.name(), then, most));
        }
    }

    private void refuseBeyond(Sort sort, Limit limit, long used, long coming) {
        if (coming == 0 || used + coming <= limit.most()) {
            return;
        }
        Rejected.Problem problem =
                NoRoom.told(access.visitor(), null, sort, limit, "problem.quota.", used, limit.most(), coming);
        throw Rejected.conflict(problem.key(), problem.args().toArray());
    }

    private void warn(Nearing nearing) {
        history.record(
                access.visitor().map(Actor::by).orElse(Change.By.system()),
                Change.Kind.CUSTOMER,
                nearing.place().customer(),
                nearing.name(),
                nearing.place(),
                "quota_near",
                Change.Field.of(nearing.sort().key(), null, nearing.used() + " / " + nearing.most()));
        events.publishEvent(nearing);
    }
}
