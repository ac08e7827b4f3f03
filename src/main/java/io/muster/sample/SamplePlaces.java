package io.muster.sample;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.jdbc.core.JdbcOperations;

/** The customers to whom everything else belongs, and their locations. */
final class SamplePlaces {

    private final JdbcOperations jdbc;
    private final Words words;
    private final Random random;
    private final List<SampleTree.Node> customers;
    private final OffsetDateTime now;
    private final SampleHistory history;
    private final Map<Long, List<Long>> locations = new HashMap<>();

    SamplePlaces(
            JdbcOperations jdbc,
            Words words,
            Random random,
            List<SampleTree.Node> customers,
            OffsetDateTime now,
            SampleHistory history) {
        this.jdbc = jdbc;
        this.words = words;
        this.random = random;
        this.customers = List.copyOf(customers);
        this.now = now;
        this.history = history;
    }

    void write(List<Long> keys) {
        Bulk rows = new Bulk(
                jdbc,
                "location",
                "id bigint",
                "customer_id bigint",
                "name varchar",
                "contact_email varchar",
                "address varchar",
                "created_at timestamp with time zone",
                "version bigint");
        for (long id : keys) {
            SampleTree.Node customer = words.pick(customers);
            String name = words.site();
            boolean known = random.nextBoolean();
            rows.add(
                    id,
                    customer.id(),
                    name,
                    known ? "site@" + Words.plain(customer.name()) + ".example" : null,
                    known ? words.street() : null,
                    now.minusMinutes(random.nextInt(500_000)),
                    0L);
            history.add("LOCATION", id, name, customer.path(), "created");
            locations.computeIfAbsent(customer.id(), none -> new ArrayList<>()).add(id);
        }
        rows.flush();
    }

    SampleTree.Node any() {
        return words.pick(customers);
    }

    /** Fleets are of very different sizes: the first customers have hundreds of times as much as the last ones. */
    SampleTree.Node skewed() {
        double place = Math.pow(random.nextDouble(), 3);
        return customers.get((int) (place * customers.size()));
    }

    List<Long> locations(SampleTree.Node customer) {
        return locations.getOrDefault(customer.id(), List.of());
    }
}
