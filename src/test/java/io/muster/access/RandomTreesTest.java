package io.muster.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Oracle.Person;
import io.muster.access.Oracle.Thing;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.Customers;
import io.muster.device.DeviceData;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.kernel.UserId;
import io.muster.location.Locations;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Username;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Random trees, people, grants and deeds, each held against the {@link Oracle}: what is done is exactly what may be done, and
 * everybody sees exactly what they should. {@code -Dmuster.seed=} repeats the run that a failure names.
 */
@MusterTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomTreesTest {

    private static final int CUSTOMERS = 9;
    private static final int PEOPLE = 12;
    private static final int THINGS = 10;
    private static final int DEEDS = 70;
    private static final int LOOK_EVERY = 23;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    JdbcClient jdbc;

    private Oracle oracle = new Oracle();
    private Random random = new Random();
    private final Map<Long, User> known = new HashMap<>();

    static List<Long> seeds() {
        String wanted = System.getProperty("muster.seed");
        return wanted == null ? List.of(1L, 2L, 3L, 4L, 5L, 6L) : List.of(Long.parseLong(wanted));
    }

    /** Something that somebody tries, whether it should work, and what is so afterwards. */
    private record Deed(String name, boolean allowed, Callable<?> attempt, Runnable effect) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_done_and_seen_is_exactly_what_the_table_of_rights_says(long seed) {
        random = new Random(seed);
        oracle = new Oracle();
        plant();
        look(seed, "at the beginning");
        List<String> story = new ArrayList<>();
        for (int i = 1; i <= DEEDS; i++) {
            long actor = any(oracle.people.keySet());
            Deed deed = deed(actor);
            boolean done = tries(actor, deed);
            story.add((done ? "" : "refused: ") + deed.name() + " by " + actor);
            assertThat(done).as("seed %d: %s", seed, story).isEqualTo(deed.allowed());
            if (done) {
                deed.effect().run();
            }
            if (i % LOOK_EVERY == 0) {
                look(seed, story.toString());
            }
        }
        look(seed, story.toString());
        knock(seed, story.toString());
    }

    private boolean tries(long actor, Deed deed) {
        try {
            Cast.as(known.get(actor), deed.attempt());
            return true;
        } catch (Rejected refused) {
            return false;
        }
    }

    private void plant() {
        oracle.customers.put(cast.customer().id().value(), new Oracle.Customer(null));
        while (oracle.customers.size() < CUSTOMERS) {
            long parent = any(oracle.customers.keySet());
            oracle.customers.put(cast.customer(new CustomerId(parent)).id().value(), new Oracle.Customer(parent));
        }
        for (int i = 0; i < THINGS; i++) {
            long customer = any(oracle.customers.keySet());
            oracle.locations.put(
                    Cast.as(cast.owner(), () -> locations.create(new CustomerId(customer), name()))
                            .id()
                            .value(),
                    customer);
        }
        while (oracle.people.size() < PEOPLE) {
            addPerson();
        }
        for (int i = 0; i < THINGS; i++) {
            addDevice();
        }
    }

    private void addPerson() {
        long customer = any(oracle.customers.keySet());
        Person person = new Person(customer, groups(), random.nextInt(3) == 0, below(customer));
        User user = cast.user(
                new CustomerId(customer),
                person.restricted,
                ids(person.locations),
                person.groups.toArray(Group[]::new));
        known.put(user.id().value(), user);
        oracle.people.put(user.id().value(), person);
    }

    private void addDevice() {
        long customer = any(oracle.customers.keySet());
        Long location = at(customer);
        long id = Cast.as(cast.owner(), () -> devices.register(registration(customer, location)))
                .device()
                .id()
                .value();
        Thing device = new Thing(customer, location);
        oracle.devices.put(id, device);
        long user = any(oracle.people.keySet());
        if (random.nextBoolean() && oracle.reaches(oracle.people.get(user), customer)) {
            jdbc.sql("insert into user_device (user_id, device_id) values (?, ?)")
                    .params(user, id)
                    .update();
            device.assigned.add(user);
        }
    }

    private Deed deed(long id) {
        Person actor = oracle.people.get(id);
        boolean in = oracle.isIn(actor);
        long customer = any(oracle.customers.keySet());
        return switch (random.nextInt(12)) {
            case 0 -> createUser(actor, customer);
            case 1, 2 -> editUser(id, actor, customer);
            case 3 -> switchUser(id, actor);
            case 4 -> deleteUser(id, actor);
            case 5 -> {
                long[] made = new long[1];
                yield new Deed(
                        "create customer below " + customer,
                        in && oracle.createsBelow(actor, customer),
                        () -> made[0] = customers
                                .create(new CustomerId(customer), Cast.customerData("Random " + Cast.next()))
                                .id()
                                .value(),
                        () -> oracle.customers.put(made[0], new Oracle.Customer(customer)));
            }
            case 6 -> moveCustomer(actor, customer, any(oracle.customers.keySet()));
            case 7 -> {
                boolean suspend = random.nextInt(3) == 0;
                yield new Deed(
                        (suspend ? "suspend " : "resume ") + customer,
                        in && oracle.managesNested(actor, customer),
                        () -> suspend
                                ? customers.suspend(new CustomerId(customer), null)
                                : customers.resume(new CustomerId(customer), null),
                        () -> oracle.customers.get(customer).suspended = suspend);
            }
            case 8 ->
                new Deed(
                        "delete customer " + customer,
                        in && oracle.managesNested(actor, customer) && oracle.isEmpty(customer),
                        () -> {
                            removal.delete(new CustomerId(customer), null);
                            return true;
                        },
                        () -> {
                            oracle.customers.remove(customer);
                            oracle.people.values().removeIf(person -> person.customer == customer);
                        });
            case 9 -> location(actor, customer);
            case 10 -> {
                Long location = random.nextInt(4) == 0 ? anyLocation() : at(customer);
                long[] made = new long[1];
                yield new Deed(
                        "register device at " + customer + ", location " + location,
                        in && oracle.registers(actor, customer) && fits(actor, customer, location),
                        () -> made[0] = devices.register(registration(customer, location))
                                .device()
                                .id()
                                .value(),
                        () -> oracle.devices.put(made[0], new Thing(customer, location)));
            }
            default -> editDevice(id, actor);
        };
    }

    private Deed createUser(Person actor, long customer) {
        Person person = new Person(customer, few(actor), random.nextInt(3) == 0, below(customer));
        UserData data = data(person);
        User[] made = new User[1];
        return new Deed(
                "create user of " + customer + " with " + person.groups + person.restricted + person.locations,
                oracle.isIn(actor)
                        && oracle.administers(actor, customer)
                        && oracle.mayHandOut(actor, person.groups, person.restricted, person.locations),
                () -> made[0] = users.create(data, new Users.FirstPassword.Chosen(Cast.PASSWORD))
                        .user(),
                () -> {
                    known.put(made[0].id().value(), made[0]);
                    oracle.people.put(made[0].id().value(), person);
                });
    }

    private Deed editUser(long id, Person actor, long customer) {
        long target = any(oracle.people.keySet());
        Person before = oracle.people.get(target);
        long home = random.nextBoolean() ? before.customer : customer;
        Person after = new Person(home, few(actor), random.nextInt(3) == 0, below(home));
        boolean same = after.groups.equals(before.groups)
                && after.restricted == before.restricted
                && after.locations.equals(before.locations)
                && home == before.customer;
        User now = stored(target);
        UserData wanted = data(after, now);
        return new Deed(
                "edit user " + target + " to " + home + after.groups + after.restricted + after.locations,
                oracle.isIn(actor)
                        && !before.deleted
                        && oracle.administers(actor, before.customer)
                        && oracle.administers(actor, home)
                        && oracle.mayTouch(actor, before)
                        && oracle.mayHandOut(actor, after.groups, after.restricted, after.locations)
                        && (target != id || same),
                () -> users.edit(now.id(), now.version(), wanted),
                () -> {
                    before.customer = home;
                    before.groups = after.groups;
                    before.restricted = after.restricted;
                    before.locations = after.locations;
                });
    }

    private Deed switchUser(long id, Person actor) {
        long target = any(oracle.people.keySet());
        Person person = oracle.people.get(target);
        boolean active = random.nextBoolean();
        return new Deed(
                "make user " + target + (active ? " active" : " inactive"),
                touches(actor, person) && (target != id || active == person.active),
                () -> users.setActive(new UserId(target), active),
                () -> person.active = active);
    }

    private Deed deleteUser(long id, Person actor) {
        long target = any(oracle.people.keySet());
        Person person = oracle.people.get(target);
        return person.deleted
                ? new Deed(
                        "bring back user " + target,
                        oracle.isIn(actor)
                                && oracle.administers(actor, person.customer)
                                && oracle.mayTouch(actor, person),
                        () -> users.restore(new UserId(target)),
                        () -> person.deleted = false)
                : new Deed(
                        "delete user " + target,
                        touches(actor, person) && target != id,
                        () -> users.delete(new UserId(target), null),
                        () -> person.deleted = true);
    }

    private boolean touches(Person actor, Person other) {
        return oracle.isIn(actor)
                && !other.deleted
                && oracle.administers(actor, other.customer)
                && oracle.mayTouch(actor, other);
    }

    private Deed moveCustomer(Person actor, long customer, long parent) {
        return new Deed(
                "move " + customer + " below " + parent,
                oracle.isIn(actor)
                        && oracle.managesNested(actor, customer)
                        && oracle.createsBelow(actor, parent)
                        && !oracle.within(parent, customer),
                () -> moves.move(new CustomerId(customer), null, new CustomerId(parent)),
                () -> oracle.move(customer, parent));
    }

    private Deed location(Person actor, long customer) {
        Long doomed = anyLocation();
        if (doomed == null || random.nextBoolean()) {
            long[] made = new long[1];
            return new Deed(
                    "create location of " + customer,
                    oracle.isIn(actor) && oracle.managesLocations(actor, customer) && !actor.restricted,
                    () -> made[0] = locations
                            .create(new CustomerId(customer), name())
                            .id()
                            .value(),
                    () -> oracle.locations.put(made[0], customer));
        }
        return new Deed(
                "delete location " + doomed,
                oracle.isIn(actor)
                        && oracle.managesLocations(actor, oracle.locations.get(doomed))
                        && (!actor.restricted || actor.locations.contains(doomed)),
                () -> locations.delete(new LocationId(doomed), null),
                () -> oracle.deleteLocation(doomed));
    }

    private Deed editDevice(long id, Person actor) {
        long target = any(oracle.devices.keySet());
        Thing device = oracle.devices.get(target);
        Long location = random.nextInt(4) == 0 ? anyLocation() : at(device.customer);
        boolean stays = location != null && location.equals(device.location);
        DeviceRow row = Cast.as(cast.owner(), () -> devices.get(new DeviceId(target)));
        DeviceData wanted = new DeviceData(name(), location == null ? null : new LocationId(location));
        return new Deed(
                "edit device " + target + ", location " + location,
                oracle.isIn(actor)
                        && oracle.managesDevices(actor, device.customer)
                        && oracle.sees(id, actor, device)
                        && (stays || fits(actor, device.customer, location)),
                () -> devices.edit(row.id(), row.version(), wanted),
                () -> device.location = location);
    }

    private boolean fits(Person actor, long customer, @Nullable Long location) {
        return location == null
                || (oracle.locations.get(location) == customer
                        && (!actor.restricted || actor.locations.contains(location)));
    }

    /** Everybody opens every list; and the tree is one. */
    private void look(long seed, String story) {
        oracle.people.forEach((id, person) -> {
            String who = "seed %d, user %d of %d %s%s: %s"
                    .formatted(seed, id, person.customer, person.groups, person.locations, story);
            CustomerId home = new CustomerId(person.customer);
            assertThat(seen(
                            id,
                            () -> customers.choices(Permission.SEE_CUSTOMER, all()).items().stream()
                                    .map(row -> row.id().value())))
                    .as(who)
                    .isEqualTo(oracle.isIn(person) ? oracle.customersOf(person) : null);
            assertThat(seen(
                            id,
                            () -> users.list(home, all()).items().stream()
                                    .map(row -> row.id().value())))
                    .as(who)
                    .isEqualTo(
                            oracle.isIn(person) && oracle.administers(person, person.customer)
                                    ? oracle.peopleOf(person)
                                    : null);
            assertThat(seen(
                            id,
                            () -> locations.list(home, all()).items().stream()
                                    .map(row -> row.id().value())))
                    .as(who)
                    .isEqualTo(oracle.isIn(person) && oracle.opensDevices(person) ? oracle.locationsOf(person) : null);
            assertThat(seen(
                            id,
                            () -> devices.list(home, all(), DeviceFilter.NONE).items().stream()
                                    .map(row -> row.id().value())))
                    .as(who)
                    .isEqualTo(
                            oracle.isIn(person) && oracle.opensDevices(person) ? oracle.devicesOf(id, person) : null);
        });
        assertThat(jdbc.sql("select count(*) from customer c where c.parent_id is not null and c.path <> "
                                + "(select p.path from customer p where p.id = c.parent_id) || c.id || '.'")
                        .query(Long.class)
                        .single())
                .as("seed %d: %s", seed, story)
                .isZero();
        assertThat(jdbc.sql("select count(*) from device d join device_presence p on p.device_id = d.id"
                                + " where p.customer_id is distinct from d.customer_id")
                        .query(Long.class)
                        .single())
                .as("seed %d: %s", seed, story)
                .isZero();
        assertThat(jdbc.sql("select count(*) from customer where parent_id is null")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    /** Everybody asks for every single thing, whether they know it or not. */
    private void knock(long seed, String story) {
        oracle.people.forEach((id, person) -> {
            boolean in = oracle.isIn(person);
            for (long customer : oracle.customers.keySet()) {
                assertThat(opens(id, () -> customers.get(new CustomerId(customer))))
                        .as("seed %d, customer %d by %d: %s", seed, customer, id, story)
                        .isEqualTo(in && oracle.customersOf(person).contains(customer));
            }
            for (long other : oracle.people.keySet()) {
                assertThat(opens(id, () -> users.get(new UserId(other))))
                        .as("seed %d, user %d by %d: %s", seed, other, id, story)
                        .isEqualTo(in && oracle.peopleOf(person).contains(other));
            }
            for (long location : oracle.locations.keySet()) {
                assertThat(opens(id, () -> locations.get(Permission.LIST_LOCATIONS, new LocationId(location))))
                        .as("seed %d, location %d by %d: %s", seed, location, id, story)
                        .isEqualTo(in && oracle.locationsOf(person).contains(location));
            }
            for (long device : oracle.devices.keySet()) {
                assertThat(opens(id, () -> devices.get(new DeviceId(device))))
                        .as("seed %d, device %d by %d: %s", seed, device, id, story)
                        .isEqualTo(in
                                && oracle.opensDevices(person)
                                && oracle.devicesOf(id, person).contains(device));
            }
        });
    }

    private boolean opens(long id, Callable<?> what) {
        return tries(id, new Deed("", true, what, () -> {}));
    }

    private @Nullable Set<Long> seen(long id, Callable<java.util.stream.Stream<Long>> list) {
        try {
            return Cast.as(known.get(id), list).collect(Collectors.toSet());
        } catch (Rejected refused) {
            return null;
        }
    }

    private User stored(long id) {
        // Deleted users are nobody's to look at; what is known of them will do for what must fail anyway.
        return oracle.people.get(id).deleted ? known.get(id) : Cast.as(cast.owner(), () -> users.get(new UserId(id)));
    }

    private static UserData data(Person person) {
        String name = "random" + Cast.next();
        return new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                new CustomerId(person.customer),
                person.groups,
                io.muster.user.Person.NOBODY,
                null,
                null,
                null,
                true,
                person.restricted,
                ids(person.locations));
    }

    private static UserData data(Person person, User now) {
        UserData before = now.data();
        return new UserData(
                before.email(),
                before.username(),
                new CustomerId(person.customer),
                person.groups,
                before.person(),
                null,
                null,
                null,
                before.active(),
                person.restricted,
                ids(person.locations));
    }

    private static RegisterDevice registration(long customer, @Nullable Long location) {
        return new RegisterDevice(
                new UnitId("random-" + Cast.next()),
                null,
                new CustomerId(customer),
                location == null ? null : new LocationId(location),
                true);
    }

    private static Set<LocationId> ids(Set<Long> locations) {
        return locations.stream().map(LocationId::new).collect(Collectors.toSet());
    }

    private static Name name() {
        return new Name("Random " + Cast.next());
    }

    private static ListQuery all() {
        return new ListQuery("", List.of(), ListQuery.MAX_LIMIT, 0, null);
    }

    private Set<Group> groups() {
        Set<Group> some = EnumSet.of(pick(List.of(Group.values())));
        for (Group group : Group.values()) {
            if (random.nextInt(3) == 0) {
                some.add(group);
            }
        }
        return some;
    }

    /** Mostly groups that the actor could hand out, so that much of what is tried works. */
    private Set<Group> few(Person actor) {
        return random.nextInt(4) == 0
                ? groups()
                : EnumSet.of(pick(actor.groups.stream().sorted().toList()));
    }

    private Set<Long> below(long customer) {
        return oracle.locations.entrySet().stream()
                .filter(entry -> oracle.within(entry.getValue(), customer))
                .map(Map.Entry::getKey)
                .sorted()
                .filter(location -> random.nextInt(3) == 0)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private @Nullable Long at(long customer) {
        List<Long> own = oracle.locations.entrySet().stream()
                .filter(entry -> entry.getValue() == customer)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return own.isEmpty() || random.nextInt(4) == 0 ? null : pick(own);
    }

    private @Nullable Long anyLocation() {
        return oracle.locations.isEmpty() ? null : any(oracle.locations.keySet());
    }

    /** Sorted, so that the same seed makes the same choices. */
    private long any(Set<Long> ids) {
        return pick(ids.stream().sorted().toList());
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
