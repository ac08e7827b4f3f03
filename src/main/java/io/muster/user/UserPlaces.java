package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Group;
import io.muster.access.History;
import io.muster.access.Permission;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Pasted;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.location.LocationRow;
import io.muster.location.Locations;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Assigns users to a location, many at once: all of them, or none. A restricted actor only to a location of their own. */
@Service
public class UserPlaces {

    private final Access access;
    private final Locations locations;
    private final PlaceQueries queries;
    private final History history;
    private final Clock clock;

    UserPlaces(Access access, Locations locations, PlaceQueries queries, History history, Clock clock) {
        this.access = access;
        this.locations = locations;
        this.queries = queries;
        this.history = history;
        this.clock = clock;
    }

    /** A user to assign. */
    public record Assignable(UserId id, String username, String email, String customer) {}

    /**
     * What became of it.
     *
     * @param placed users who have the location now
     * @param there  users who had it already
     * @param free   those of all of them who are not restricted to locations, so that it narrows nothing for them
     */
    public record Summary(int placed, int there, int free) {}

    /** Somebody who may be assigned. */
    record Candidate(
            UserId id,
            String username,
            String email,
            String customer,
            TreePath home,
            Set<Group> groups,
            boolean restricted,
            Set<LocationId> locations) {

        boolean isCalled(String line) {
            return email.equalsIgnoreCase(line) || username.equalsIgnoreCase(line);
        }
    }

    /** Users whom the viewer may change, and who can have this location. */
    @Transactional(readOnly = true)
    public Slice<Assignable> offered(LocationId id, ListQuery query) {
        Actor actor = access.actor();
        List<Candidate> users = queries.find(way(actor, id), query).stream()
                .filter(user -> isChangeable(actor, user) && !user.locations().contains(id))
                .toList();
        return new Slice<>(
                users.stream()
                        .map(user -> new Assignable(user.id(), user.username(), user.email(), user.customer()))
                        .toList(),
                null,
                users.size());
    }

    /**
     * Assigns users to a location; what they have stays.
     *
     * @param pasted more of them, one a line: e-mail addresses or user names
     * @throws Rejected NOT_FOUND for a user or location out of reach; INVALID for a line that is nobody; FORBIDDEN for a user
     *                  who holds more than the actor
     */
    @Transactional
    public Summary put(LocationId id, Collection<UserId> chosen, String pasted) {
        Actor actor = access.actor();
        LocationRow location = locations.get(Permission.SEE_LOCATIONS, id);
        List<String> lines = Pasted.lines(pasted);
        Set<String> keys =
                lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        List<Candidate> found = queries.find(way(actor, id), Set.copyOf(chosen), keys);
        check(actor, chosen, lines, found);
        List<Candidate> placed =
                found.stream().filter(user -> !user.locations().contains(id)).toList();
        queries.assign(id, placed.stream().map(Candidate::id).toList());
        record(actor, location, placed);
        int free = (int) found.stream().filter(user -> !user.restricted()).count();
        return new Summary(placed.size(), found.size() - placed.size(), free);
    }

    private static void check(Actor actor, Collection<UserId> chosen, List<String> lines, List<Candidate> found) {
        Set<UserId> ids = found.stream().map(Candidate::id).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!ids.containsAll(chosen)) {
            throw Rejected.notFound();
        }
        Pasted.refuse(
                lines.stream()
                        .filter(line -> found.stream().noneMatch(user -> user.isCalled(line)))
                        .toList(),
                "problem.pasted.users");
        if (found.isEmpty()) {
            throw Rejected.invalid("chosen", "problem.pasted.nothing");
        }
        for (Candidate user : found) {
            if (user.id().equals(actor.id())) {
                throw Rejected.forbidden("problem.user.ownRights");
            }
            if (!isChangeable(actor, user)) {
                throw Rejected.forbidden("problem.user.higher");
            }
        }
    }

    private static boolean isChangeable(Actor actor, Candidate user) {
        return !user.id().equals(actor.id())
                && actor.may(Permission.MANAGE_USERS, user.home())
                && actor.holdsAllOf(user.groups(), user.restricted(), user.locations());
    }

    /** Customers whose users can have a location: its own and those above, in so far as the actor manages users there. */
    private List<CustomerId> way(Actor actor, LocationId id) {
        // A restricted actor knows no location but their own.
        LocationRow location = locations.get(Permission.SEE_LOCATIONS, id);
        access.require(actor, Permission.MANAGE_USERS, actor.home());
        List<CustomerId> whole = access.place(location.customerId()).ids();
        List<CustomerId> way = whole.subList(actor.home().depth() - 1, whole.size());
        return actor.mayBelowHome(Permission.MANAGE_USERS) ? way : way.subList(0, 1);
    }

    private void record(Actor actor, LocationRow location, List<Candidate> placed) {
        if (placed.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        for (Candidate user : placed) {
            Set<LocationId> after = new TreeSet<>(user.locations());
            after.add(location.id());
            changes.add(new Change(
                    now,
                    actor.by(),
                    Change.Kind.USER,
                    user.id().toString(),
                    user.username(),
                    user.home(),
                    "edited",
                    Change.Field.of("locations", new TreeSet<>(user.locations()), after)));
        }
        changes.add(new Change(
                now,
                actor.by(),
                Change.Kind.LOCATION,
                location.id().toString(),
                location.name(),
                access.place(location.customerId()),
                "assigned",
                Change.Field.of("users", null, placed.size())));
        history.record(changes);
    }
}
