package io.muster.device;

import io.muster.access.Actor;
import io.muster.access.Sight;
import io.muster.access.SightSql;
import io.muster.kernel.LocationId;
import io.muster.user.SeenDevices;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts what a user sees, by one statement. */
@Component
class SightCounts implements SeenDevices {

    private final JdbcClient jdbc;

    SightCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Counts count(Actor viewer, Sight sight) {
        SightSql theirs = new SightSql(sight, "their");
        SightSql own = new SightSql(viewer.sight(), "own");
        Tally tally = new Tally();
        jdbc.sql("""
                        select location_id, assigned, count(*) as devices from
                            (select d.location_id, case when exists (select 1 from user_device ud
                                    where ud.device_id = d.id and ud.user_id = :user) then 1 else 0 end as assigned
                             from device d left join customer c on c.id = d.customer_id
                             where %s and %s and %s) s
                        group by location_id, assigned
                        """.formatted(theirs.listed(), theirs.seen(), own.listed()))
                .params(theirs.parameters())
                .params(own.parameters())
                .param("user", sight.user().value())
                .query(row -> {
                    long location = row.getLong("location_id");
                    tally.add(
                            row.wasNull() ? null : new LocationId(location),
                            row.getInt("assigned") == 1,
                            row.getLong("devices"),
                            sight);
                });
        return new Counts(tally.seen, tally.assigned, tally.atLocation);
    }

    private static final class Tally {

        private long seen;
        private long assigned;
        private final Map<LocationId, Long> atLocation = new HashMap<>();

        void add(@org.jspecify.annotations.Nullable LocationId location, boolean direct, long devices, Sight sight) {
            seen += devices;
            if (direct) {
                assigned += devices;
            }
            if (location != null && sight.locations().contains(location)) {
                atLocation.merge(location, devices, Long::sum);
            }
        }
    }
}
