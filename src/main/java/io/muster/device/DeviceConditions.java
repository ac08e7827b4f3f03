package io.muster.device;

import io.muster.access.SightSql;
import io.muster.kernel.TreePath;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Which devices a list has: those in somebody's sight, narrowed by place, filter and search. */
final class DeviceConditions {

    /**
     * Three heartbeats or 15 minutes, whichever is longer (MQTT contract, Order, duplicates, time). Of a unit that is out of use
     * no heartbeat is awaited, which its presence says by a number below zero; so it is not online, however lately it was heard.
     */
    static final String ONLINE = "(p.last_seen_at is not null and p.last_seen_at > cast(:now as timestamp with"
            + " time zone) - case when p.heartbeat_s between 0 and 300 then 900 else 3 * p.heartbeat_s end"
            + " * interval '1' second)";

    /**
     * It said that it goes to sleep, and has not come back. What it still tells while it lies down does not count; later on every
     * message does, because a unit that wakes does not always say so with a clock that is right.
     */
    static final String ASLEEP =
            "(p.connection = 'ASLEEP' and p.heartbeat_s > 0 and p.last_seen_at <= p.connection_at + 2 * interval '1' minute)";

    /**
     * It is pending and has shown itself, so that a person can decide: it was heard, or has asked for its password. Whether it
     * got that by a token or waits for it makes no difference.
     */
    static final String WAITING = "(d.state = 'PENDING' and (p.last_seen_at is not null or exists (select 1 from"
            + " enroll_waiting w where w.device_id = d.id)))";

    static final String ALERTS = "exists (select 1 from device_alert a where a.device_id = d.id)";

    private final SightSql sees;
    private final Map<String, Object> parameters;
    private final StringBuilder where;

    DeviceConditions(SightSql sees, Instant now) {
        this.sees = sees;
        parameters = new HashMap<>(sees.parameters());
        parameters.put("now", now.atOffset(ZoneOffset.UTC));
        where = new StringBuilder(" where ").append(sees.listed());
    }

    String where() {
        return where.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    DeviceConditions at(TreePath place) {
        if (!place.isRoot()) {
            where.append(" and c.path >= :place and c.path < :placeEnd");
            parameters.put("place", place.value());
            parameters.put("placeEnd", place.end());
        }
        return this;
    }

    /** By a filter, whose days begin in this zone. */
    DeviceConditions narrowed(DeviceFilter filter, Instant now, ZoneId zone) {
        if (filter.state() != null) {
            and("d.state = :state", "state", filter.state().name());
        }
        if (filter.unit() != null) {
            and("d.unit_id = :unit", "unit", filter.unit().value());
        }
        if (filter.location() != null) {
            andSeen("d.location_id = :location", "location", filter.location().value());
        }
        if (filter.online() != null) {
            andSeen(filter.online() ? ONLINE : "not " + ONLINE);
        }
        if (filter.alerts()) {
            andSeen(ALERTS);
        }
        if (filter.firmware() != null) {
            andSeen("coalesce(d.firmware, '') = :firmware", "firmware", filter.firmware());
        }
        if (filter.model() != null) {
            andSeen("coalesce(d.model, '') = :model", "model", filter.model());
        }
        if (filter.tag() != null) {
            andSeen(DeviceTables.TAG, "tag", filter.tag());
        }
        if (filter.undecided()) {
            // The first says nothing that the second does not; PostgreSQL finds its index by it.
            where.append(" and d.state in ('PENDING', 'UNCLAIMED') and (d.state = 'UNCLAIMED' or ")
                    .append(WAITING)
                    .append(")");
        }
        if (filter.lastSeen() != null) {
            heard(filter.lastSeen(), now, zone);
        }
        return this;
    }

    private void heard(LastSeen lastSeen, Instant now, ZoneId zone) {
        Instant since = lastSeen.since(now, zone);
        if (since != null) {
            andSeen("p.last_seen_at >= :since", "since", since.atOffset(ZoneOffset.UTC));
        } else {
            andSeen(lastSeen == LastSeen.ONLINE ? ONLINE : "p.last_seen_at is null");
        }
    }

    private void and(String condition, String name, Object value) {
        where.append(" and ").append(condition);
        parameters.put(name, value);
    }

    /** What is not seen of a device does not decide whether it is listed either. */
    private void andSeen(String condition) {
        where.append(" and ").append(condition).append(" and ").append(sees.seen());
    }

    private void andSeen(String condition, String name, Object value) {
        andSeen(condition);
        parameters.put(name, value);
    }
}
