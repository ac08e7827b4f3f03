package io.muster.customer;

import io.muster.access.Actor;
import io.muster.customer.Quota.Sort;
import io.muster.customer.QuotaQueries.Limit;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people are told for whom a limit leaves no room. How much a customer may have, and has, is told to those alone who manage
 * it; a customer above their own is not even named.
 */
final class NoRoom {

    private NoRoom() {}

    /**
     * The reason, in the words that are this person's to read.
     *
     * @param full    key of the words that tell the figures, but for the sort
     * @param figures what follows the customer's name in them
     */
    static Rejected.Problem told(
            Optional<Actor> visitor, @Nullable String field, Sort sort, Limit limit, String full, Object... figures) {
        if (visitor.filter(actor -> Quotas.isTold(actor, limit.place())).isPresent()) {
            List<Object> args = new ArrayList<>(List.of(limit.name()));
            args.addAll(List.of(figures));
            return new Rejected.Problem(field, full + sort.key(), args);
        }
        if (visitor.filter(actor -> actor.reaches(limit.place())).isPresent()) {
            return new Rejected.Problem(field, "problem.quota.untold." + sort.key(), List.of(limit.name()));
        }
        return new Rejected.Problem(field, "problem.quota.above." + sort.key(), List.of());
    }
}
