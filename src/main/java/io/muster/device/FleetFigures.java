package io.muster.device;

import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.SightSql;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Whether a fleet is all right, in numbers. Each counts what the list of devices would show with that filter. */
@Service
public class FleetFigures {

    /** Most values that are told of a fact. */
    private static final int MOST = 100;

    private final Access access;
    private final JdbcClient jdbc;
    private final Clock clock;

    FleetFigures(Access access, JdbcClient jdbc, Clock clock) {
        this.access = access;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What units tell of themselves and a fleet is counted by. */
    public enum Spread {
        FIRMWARE("d.firmware"),
        MODEL("d.model");

        private final String column;

        Spread(String column) {
            this.column = column;
        }
    }

    /** How many devices tell the same. */
    public record Share(String value, long devices) {}

    /**
     * How many devices there are, by name and in sight.
     *
     * @param undecided units that wait for a person to let them in
     * @param heard     by when they were last heard
     */
    public record Figures(long total, long undecided, long alerts, Map<LastSeen, Long> heard) {}

    /**
     * The figures of a customer and of everything below it: by one statement when devices were heard, and by two more what only
     * few have.
     */
    @Transactional(readOnly = true)
    public Figures of(CustomerId customer) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_DEVICES, customer);
        SightSql sees = new SightSql(actor.sight());
        Instant now = clock.instant();
        ZoneId zone = actor.preferences().timeZone();
        DeviceConditions conditions = new DeviceConditions(sees, now).at(place);
        Map<String, Object> parameters = conditions.parameters();
        StringBuilder columns = new StringBuilder("count(*) as total");
        for (LastSeen lastSeen : LastSeen.values()) {
            String name = lastSeen.name().toLowerCase(Locale.ROOT);
            Instant since = lastSeen.since(now, zone);
            String condition = lastSeen == LastSeen.ONLINE
                    ? DeviceConditions.ONLINE
                    : since == null ? "p.last_seen_at is null" : "p.last_seen_at >= :since_" + name;
            if (since != null) {
                parameters.put("since_" + name, since.atOffset(ZoneOffset.UTC));
            }
            columns.append(", ").append(counted(condition + " and " + sees.seen(), "heard_" + name));
        }
        long undecided = count(new DeviceConditions(sees, now).at(place).narrowed(DeviceFilter.UNDECIDED, now, zone));
        long alerts = count(new DeviceConditions(sees, now).at(place).narrowed(DeviceFilter.ALERTS, now, zone));
        return jdbc.sql("select " + columns + DeviceTables.counted(columns.toString(), conditions.where()))
                .params(parameters)
                .query((row, number) -> figures(row, undecided, alerts))
                .single();
    }

    private long count(DeviceConditions conditions) {
        return Keyset.count(jdbc, DeviceTables.counted(conditions.where()), conditions.parameters());
    }

    private static String counted(String condition, String name) {
        return "coalesce(sum(case when " + condition + " then 1 else 0 end), 0) as " + name;
    }

    private static Figures figures(ResultSet row, long undecided, long alerts) throws SQLException {
        Map<LastSeen, Long> heard = new EnumMap<>(LastSeen.class);
        for (LastSeen lastSeen : LastSeen.values()) {
            heard.put(lastSeen, row.getLong("heard_" + lastSeen.name().toLowerCase(Locale.ROOT)));
        }
        return new Figures(row.getLong("total"), undecided, alerts, heard);
    }

    /**
     * What the devices of a customer, and of everything below it, tell of a fact; the most common first, at most 100.
     *
     * @param query its search narrows the values
     */
    @Transactional(readOnly = true)
    public List<Share> spread(CustomerId customer, Spread fact, ListQuery query) {
        Actor actor = access.actor();
        TreePath place = access.require(actor, Permission.SEE_DEVICES, customer);
        SightSql sees = new SightSql(actor.sight());
        DeviceConditions conditions = new DeviceConditions(sees, clock.instant()).at(place);
        String searched = query.search().isEmpty() ? "" : " and lower(" + fact.column + ") like :told escape '!'";
        return jdbc.sql("select " + fact.column + " as told, count(*) as devices"
                        + DeviceTables.counted(conditions.where() + " and " + fact.column + " is not null" + searched
                                + " and " + sees.seen())
                        + " group by " + fact.column
                        + " order by count(*) desc, " + fact.column + " limit " + MOST)
                .params(conditions.parameters())
                .param("told", query.pattern())
                .query((row, number) ->
                        new Share(Objects.requireNonNull(row.getString("told")), row.getLong("devices")))
                .list();
    }
}
