package io.muster.sample;

import io.muster.access.Group;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.springframework.jdbc.core.JdbcOperations;

/** Made-up users: of all groups, some restricted to locations, some inactive, some deleted, all of them without a password. */
final class SamplePeople {

    private static final List<Set<Group>> ROLES = List.of(
            Set.of(Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS),
            Set.of(Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS),
            Set.of(Group.FLEET_MANAGEMENT),
            Set.of(
                    Group.ACCOUNT_ADMINISTRATOR,
                    Group.FULL_DEVICE_ACCESS,
                    Group.DEVICE_MANAGEMENT,
                    Group.FLEET_MANAGEMENT),
            Set.of(Group.ACCOUNT_ADMINISTRATOR),
            Set.of(Group.NESTED_CUSTOMER_ADMINISTRATOR),
            Set.of(Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR),
            Set.of(Group.DEVICE_MANAGEMENT),
            Set.of(Group.INSTALLER));

    private final Words words;
    private final Random random;
    private final SamplePlaces places;
    private final OffsetDateTime now;
    private final SampleHistory history;
    private final Bulk users;
    private final Bulk groups;
    private final Bulk locations;

    SamplePeople(
            JdbcOperations jdbc,
            Words words,
            Random random,
            SamplePlaces places,
            OffsetDateTime now,
            SampleHistory history) {
        this.words = words;
        this.random = random;
        this.places = places;
        this.now = now;
        this.history = history;
        this.users = new Bulk(
                jdbc,
                "app_user",
                "id bigint",
                "customer_id bigint",
                "email varchar",
                "email_key varchar",
                "username varchar",
                "username_key varchar",
                "first_name varchar",
                "last_name varchar",
                "active boolean",
                "restricted boolean",
                "last_login_at timestamp with time zone",
                "created_at timestamp with time zone",
                "deleted_at timestamp with time zone",
                "version bigint");
        this.groups = new Bulk(jdbc, "user_group", "user_id bigint", "group_name varchar").after(users);
        this.locations = new Bulk(jdbc, "user_location", "user_id bigint", "location_id bigint").after(users);
    }

    void write(List<Long> keys) {
        for (long id : keys) {
            write(id, places.any());
        }
        users.flush();
        groups.flush();
        locations.flush();
    }

    private void write(long id, SampleTree.Node customer) {
        String first = words.first();
        String last = words.last();
        String username = Words.plain(first) + "." + Words.plain(last) + "." + id;
        String email = username + "@" + Words.plain(customer.name()) + ".example";
        boolean restricted = random.nextInt(6) == 0;
        users.add(
                id,
                customer.id(),
                email,
                email,
                username,
                username,
                first,
                last,
                random.nextInt(20) > 0,
                restricted,
                random.nextInt(3) == 0 ? null : now.minusMinutes(random.nextInt(100_000)),
                now.minusMinutes(100_000 + random.nextInt(400_000)),
                random.nextInt(100) == 0 ? now.minusHours(random.nextInt(600)) : null,
                0L);
        words.pick(ROLES).forEach(group -> groups.add(id, group.name()));
        if (restricted) {
            places.locations(customer).stream().limit(3).forEach(location -> locations.add(id, location));
        }
        history.add("USER", id, username, customer.path(), "created");
    }
}
