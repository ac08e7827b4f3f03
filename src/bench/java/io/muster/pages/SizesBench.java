package io.muster.pages;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.LocatorJ;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.CustomerBranches;
import io.muster.customer.Customers;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.FleetFigures;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.location.Locations;
import io.muster.sample.Sample;
import io.muster.sample.SampleSize;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long lists and pages take at size: {@code ./mvnw test -Pbench}. Sizes by {@code -Dmuster.bench=customers:…,users:…,devices:…};
 * {@code -Dmuster.bench.only=devices|users} measures what begins so. With {@code -Dmuster.rig=external
 * -Dmuster.rig.database=jdbc:postgresql://…} the database is kept, and filled once; then set {@code MUSTER_SECRET_KEY} too,
 * because a program with another key does not start on it.
 * It only prints: how fast a machine is, is not a matter of right or wrong.
 */
@MusterTest
class SizesBench {

    private static final int TIMES = 3;
    private static final int WARM_UP = 1;
    private static final List<String> ONLY =
            List.of(System.getProperty("muster.bench.only", "").split("\\|"));

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Sample sample;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Customers customers;

    @Autowired
    CustomerBranches branches;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    FleetFigures figures;

    @Autowired
    HistoryReader history;

    /** Somebody who looks, from their home down. */
    private record Viewer(String name, User user, CustomerId home) {}

    @Test
    void lists_and_pages() {
        cast.owner();
        SampleSize size = SampleSize.of(
                System.getProperty("muster.bench", "customers:10000,users:50000,devices:100000,locations:10000"));
        long begin = System.nanoTime();
        if (jdbc.sql("select count(*) from device").query(Long.class).single() < size.devices()) {
            sample.make(size);
            tag();
        }
        System.out.printf(
                "%n%s: %s made in %.1f s%n",
                Rig.EXTERNAL ? "PostgreSQL" : "H2", size, (System.nanoTime() - begin) / 1e9);
        List<Viewer> viewers = viewers();
        System.out.printf("%-44s", "median / slowest of " + TIMES + ", ms");
        viewers.forEach(viewer -> System.out.printf("%20s", viewer.name()));
        System.out.println();
        lists(viewers);
        devices(viewers, size.devices());
        pages(viewers);
    }

    /** What people and units add: a vehicle to every second one, tags, and those that wait have shown themselves. */
    private void tag() {
        jdbc.sql("update device_presence set announced_at = current_timestamp, ip = '10.0.0.1' where device_id in"
                        + " (select id from device where state in ('PENDING', 'UNCLAIMED'))")
                .update();
        jdbc.sql("insert into enroll_waiting (device_id, client_id, msg_id, requested_at) select id, 'client', 'message',"
                        + " current_timestamp from device where state = 'UNCLAIMED'")
                .update();
        jdbc.sql("""
                insert into vehicle (device_id, customer_id, plate, plate_key, make, model, entered_at)
                select id, customer_id, concat('AB ', id), concat('AB', id), 'Volvo', 'FH', current_timestamp
                from device where customer_id is not null and mod(id, 2) = 0
                """).update();
        for (var tag : Map.of("winter", 10, "rare", 10_007).entrySet()) {
            jdbc.sql("insert into device_tag (device_id, customer_id, tag) select id, customer_id, :tag from device"
                            + " where customer_id is not null and mod(id, :each) = 0")
                    .param("tag", tag.getKey())
                    .param("each", tag.getValue())
                    .update();
        }
        jdbc.sql("analyze").update();
    }

    private List<Viewer> viewers() {
        CustomerId wide = biggest("count(*) > 1000");
        CustomerId middle = biggest("count(*) between 20 and 200");
        LocationId site = jdbc.sql(
                        "select l.id from location l join customer c on c.id = l.customer_id where exists"
                                + " (select 1 from device d where d.location_id = l.id) and c.parent_id = :wide limit 1")
                .param("wide", wide.value())
                .query((row, number) -> new LocationId(row.getLong(1)))
                .single();
        return List.of(
                new Viewer("whole tree", cast.owner(), cast.root()),
                new Viewer("large branch", cast.administrator(wide), wide),
                new Viewer("small branch", cast.administrator(middle), middle),
                new Viewer(
                        "no devices, branch",
                        cast.user(
                                wide,
                                Group.ACCOUNT_ADMINISTRATOR,
                                Group.NESTED_CUSTOMER_ADMINISTRATOR,
                                Group.FLEET_MANAGEMENT),
                        wide),
                new Viewer("restricted", cast.user(wide, true, Set.of(site), Group.values()), wide));
    }

    /** The customer with the most below it of those with so many. */
    private CustomerId biggest(String number) {
        return jdbc.sql("select p.id from customer p join customer c on c.path > p.path"
                        + " and c.path < substring(p.path from 1 for char_length(p.path) - 1) || '/'"
                        + " where p.parent_id is not null group by p.id having " + number
                        + " order by count(*) desc, p.id limit 1")
                .query((row, n) -> new CustomerId(row.getLong(1)))
                .single();
    }

    private void lists(List<Viewer> viewers) {
        row("customers", viewers, home -> customers.nested(home, ListQuery.all()));
        row("customers, by devices", viewers, home -> customers.nested(home, sorted("-devices")));
        row("customers, at the far end", viewers, home -> customers.nested(home, far("name", 9_000)));
        row("customers, search", viewers, home -> customers.nested(home, ListQuery.search("haul")));
        row("customers to choose from", viewers, home -> customers.choices(Permission.CREATE_CUSTOMER, ListQuery.all()));
        row("tree, a level", viewers, home -> {
            branches.count(home);
            branches.children(home, 0, 50);
        });
        row("tree, search", viewers, home -> branches.find(home, "haul"));
        row("tree, search of one", viewers, home -> branches.find(home, "Łódź Water"));
        row("users", viewers, home -> users.list(home, ListQuery.all()));
        row("users, by customer", viewers, home -> users.list(home, sorted("customer")));
        row("users, by last login", viewers, home -> users.list(home, sorted("-lastLoginAt")));
        row("users, at the far end", viewers, home -> users.list(home, far("email", 40_000)));
        row("users, search", viewers, home -> users.list(home, ListQuery.search("rosa")));
        row("deleted users", viewers, home -> users.deleted(home, ListQuery.all()));
        row("locations", viewers, home -> locations.list(home, ListQuery.all()));
        row("locations, by devices", viewers, home -> locations.list(home, sorted("-devices")));
        row("locations, search", viewers, home -> locations.list(home, ListQuery.search("lyon")));
        row("locations to choose from", viewers, home -> locations.choices(home, ListQuery.all()));
        row("history", viewers, home -> history.list(home, HistoryFilter.NONE, ListQuery.all()));
        row("history, search", viewers, home -> history.list(home, HistoryFilter.NONE, ListQuery.search("rosa")));
    }

    private void devices(List<Viewer> viewers, int all) {
        long id = jdbc.sql("select max(id) from device where state = 'ACCEPTED' and customer_id is not null")
                .query(Long.class)
                .single();
        long location = jdbc.sql("select max(location_id) from device")
                .query(Long.class)
                .single();
        DeviceRow some = Cast.as(cast.owner(), () -> devices.get(new DeviceId(id)));
        new DeviceLists(devices, figures)
                .rows(some, new LocationId(location), all)
                .forEach((name, call) -> row(name, viewers, call::accept));
    }

    private void pages(List<Viewer> viewers) {
        for (String tab : List.of("customers", "users", "devices", "locations", "history", "account")) {
            if (!isWanted("page " + tab)) {
                continue;
            }
            System.out.printf("%-44s", "page " + tab);
            for (Viewer viewer : viewers) {
                Browser.open(context, viewer.user());
                measured(() -> open("accounts/" + viewer.home() + "/" + tab));
                Browser.close();
            }
            System.out.println();
        }
    }

    private static void open(String path) {
        UI.getCurrent().navigate("profile");
        UI.getCurrent().navigate(path);
        for (Grid<?> grid : LocatorJ._find(Grid.class)) {
            GridKt._fetch(grid, 0, 50);
        }
    }

    private static ListQuery sorted(String sort) {
        return new ListQuery("", ListQuery.order(sort), 50, 0, null);
    }

    private static ListQuery far(String sort, int offset) {
        return new ListQuery("", ListQuery.order(sort), 50, offset, null);
    }

    private static boolean isWanted(String name) {
        return ONLY.stream().anyMatch(name::startsWith);
    }

    private interface Call {
        void at(CustomerId home);
    }

    private void row(String name, List<Viewer> viewers, Call call) {
        if (!isWanted(name)) {
            return;
        }
        System.out.printf("%-44s", name);
        for (Viewer viewer : viewers) {
            Cast.does(viewer.user(), () -> measured(() -> call.at(viewer.home())));
        }
        System.out.println();
    }

    /** Else H2 gives what it answered to the same question before: in an installation that is in use, something has changed. */
    private void touch() {
        if (!Rig.EXTERNAL) {
            for (String table : List.of("customer", "app_user", "device", "location", "audit_entry")) {
                jdbc.sql("update " + table + " set id = id where id = (select min(id) from " + table + ")")
                        .update();
            }
        }
    }

    private void measured(Runnable action) {
        List<Double> taken = new ArrayList<>();
        for (int i = 0; i < WARM_UP + TIMES; i++) {
            touch();
            long begin = System.nanoTime();
            action.run();
            if (i >= WARM_UP) {
                taken.add((System.nanoTime() - begin) / 1e6);
            }
        }
        taken.sort(null);
        System.out.printf("%12.1f /%6.0f", taken.get(TIMES / 2), taken.getLast());
    }
}
