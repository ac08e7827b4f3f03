package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.SightSql;
import io.muster.device.DeviceRepository.Known;
import io.muster.device.FleetFigures.Share;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tags of devices, and which ones there are. */
@Service
public class DeviceTags {

    /** Most devices that are changed at once. */
    public static final int MOST_DEVICES = 5_000;

    private static final int MOST_TOLD = 100;

    private final Access access;
    private final DeviceRepository devices;
    private final DeviceQueries queries;
    private final TagStore store;
    private final Journal journal;
    private final JdbcClient jdbc;

    DeviceTags(
            Access access,
            DeviceRepository devices,
            DeviceQueries queries,
            TagStore store,
            Journal journal,
            JdbcClient jdbc) {
        this.access = access;
        this.devices = devices;
        this.queries = queries;
        this.store = store;
        this.journal = journal;
        this.jdbc = jdbc;
    }

    /**
     * Puts tags to devices and takes others away, of all of them by the same few statements.
     *
     * @return how many devices have other tags now
     * @throws Rejected NOT_FOUND when one of them is not seen, INVALID when one would have more than 20; then nothing is
     *                  changed
     */
    @Transactional
    public int change(Collection<UnitId> units, Set<Tag> added, Set<Tag> removed) {
        Actor actor = access.actor();
        if (units.size() > MOST_DEVICES) {
            throw Rejected.invalid(null, "problem.device.tooMany", MOST_DEVICES);
        }
        Map<UnitId, Known> locked = devices.lock(units);
        List<DeviceRow> rows = queries.rows(actor.sight(), locked.keySet()).stream()
                .filter(DeviceRow::seen)
                .toList();
        if (rows.size() != Set.copyOf(units).size()) {
            throw Rejected.notFound();
        }
        for (Known known : locked.values()) {
            access.require(actor, Permission.EDIT_DEVICE, requirePlace(known));
        }
        Map<DeviceId, Set<Tag>> before =
                store.of(rows.stream().map(DeviceRow::id).toList());
        Instant now = journal.now();
        List<Change> changes = new ArrayList<>();
        List<DeviceId> changed = new ArrayList<>();
        for (Known known : locked.values()) {
            Set<Tag> had = before.getOrDefault(known.device().id(), Set.of());
            Set<Tag> has = new TreeSet<>(had);
            has.removeAll(removed);
            has.addAll(added);
            if (has.size() > Tag.MOST) {
                throw Rejected.invalid("tags", "problem.tags.many", Tag.MOST);
            }
            if (!has.equals(had)) {
                changed.add(known.device().id());
                List<Change.Field> fields = Change.Field.of("tags", words(had), words(has));
                changes.add(Journal.change(actor.by(), known, new Device.Event("tagged", fields), now));
            }
        }
        store.remove(
                changed, removed.stream().filter(tag -> !added.contains(tag)).toList());
        store.add(changed, added);
        journal.record(changes);
        return changed.size();
    }

    private static TreePath requirePlace(Known known) {
        if (known.place() == null) {
            throw Rejected.conflict(
                    "problem.device.state", known.device().state().wire());
        }
        return known.place();
    }

    private static @Nullable String words(Set<Tag> tags) {
        return tags.isEmpty() ? null : tags.stream().sorted().map(Tag::value).collect(Collectors.joining(", "));
    }

    /**
     * The tags of the devices of a customer, and of everything below it, that the viewer sees; the most common first, at most
     * 100.
     *
     * @param query its search narrows the tags
     */
    @Transactional(readOnly = true)
    public List<Share> used(CustomerId customer, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_DEVICES, customer);
        SightSql sees = new SightSql(actor.sight());
        DeviceConditions conditions = new DeviceConditions(sees, journal.now()).at(place);
        return jdbc.sql("select t.tag, count(*) as devices from device_tag t join device d on d.id = t.device_id"
                        + " and d.customer_id = t.customer_id join customer c on c.id = d.customer_id"
                        + conditions.where() + " and " + sees.seen() + " and t.tag like :told escape '!'"
                        + " group by t.tag order by count(*) desc, t.tag limit " + MOST_TOLD)
                .params(conditions.parameters())
                .param("told", query.pattern())
                .query((row, number) -> new Share(Objects.requireNonNull(row.getString("tag")), row.getLong("devices")))
                .list();
    }
}
