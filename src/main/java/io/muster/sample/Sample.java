package io.muster.sample;

import io.muster.access.Unguarded;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Database;
import io.muster.kernel.TreePath;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Fills an installation with made-up customers, users, locations and devices. Nobody among them can sign in and no unit can
 * connect: neither has a password.
 */
@Service
public class Sample {

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final Database database;
    private final Clock clock;

    Sample(JdbcTemplate jdbc, JdbcClient client, Database database, Clock clock) {
        this.jdbc = jdbc;
        this.client = client;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Makes all of it in one transaction.
     *
     * @throws IllegalArgumentException while there is no account yet
     */
    @Unguarded("whoever can start the program on its machine can write into its database too")
    @Transactional
    public SampleSize make(SampleSize size) {
        TreePath root = client.sql("select id from customer where parent_id is null for update")
                .query(Long.class)
                .optional()
                .map(id -> TreePath.root(new CustomerId(id)))
                .orElseThrow(() -> new IllegalArgumentException("Set the installation up first"));
        Random random = new Random(size.random());
        Words words = new Words(random);
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        SampleHistory history = new SampleHistory(jdbc, now);
        List<SampleTree.Node> customers =
                SampleTree.grow(root, database.next("customer_seq", size.customers()), words, random);
        writeCustomers(customers, words, random, now, history);
        SamplePlaces places = new SamplePlaces(jdbc, words, random, customers, now, history);
        places.write(keys("location_seq", size.locations()));
        new SamplePeople(jdbc, words, random, places, now, history).write(keys("app_user_seq", size.users()));
        new SampleFleet(jdbc, words, random, places, now, history).write(keys("device_seq", size.devices()));
        history.flush();
        // Without fresh statistics PostgreSQL plans the first pages as if the tables were empty.
        jdbc.execute("analyze");
        return size;
    }

    private List<Long> keys(String sequence, int count) {
        return count == 0 ? List.of() : database.next(sequence, count);
    }

    private void writeCustomers(
            List<SampleTree.Node> customers, Words words, Random random, OffsetDateTime now, SampleHistory history) {
        Bulk rows = new Bulk(
                jdbc,
                "customer",
                "id bigint",
                "parent_id bigint",
                "path varchar",
                "name varchar",
                "email varchar",
                "country varchar",
                "time_zone varchar",
                "time_format varchar",
                "units varchar",
                "mfa_policy varchar",
                "status varchar",
                "created_at timestamp with time zone",
                "version bigint");
        for (SampleTree.Node node : customers) {
            String country = words.country();
            rows.add(
                    node.id(),
                    node.parent(),
                    node.path().value(),
                    node.name(),
                    "office@" + Words.plain(node.name()) + ".example",
                    country,
                    words.zone(country),
                    "H24",
                    country.equals("GB") ? "IMPERIAL" : "METRIC",
                    "OPTIONAL",
                    random.nextInt(200) == 0 ? "SUSPENDED" : "ACTIVE",
                    now.minusMinutes(random.nextInt(500_000)),
                    0L);
            history.add("CUSTOMER", node.id(), node.name(), node.path(), "created");
        }
        rows.flush();
    }
}
