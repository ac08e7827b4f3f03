package io.muster.access;

import static io.muster.access.Group.ACCOUNT_ADMINISTRATOR;
import static io.muster.access.Group.DEVICE_MANAGEMENT;
import static io.muster.access.Group.FLEET_MANAGEMENT;
import static io.muster.access.Group.FULL_DEVICE_ACCESS;
import static io.muster.access.Group.INSTALLER;
import static io.muster.access.Group.NESTED_CUSTOMER_ADMINISTRATOR;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of the tree with its people and things, and who may do what there: written from the table of rights alone, by walking
 * from child to parent, without paths, SQL or anything else of the program.
 */
final class Oracle {

    /** A customer; its parent is null at the foot of the part that is looked at. */
    static final class Customer {
        @Nullable
        Long parent;

        boolean suspended;

        Customer(@Nullable Long parent) {
            this.parent = parent;
        }
    }

    static final class Person {
        long customer;
        Set<Group> groups;
        boolean restricted;
        Set<Long> locations;
        boolean active = true;
        boolean deleted;

        Person(long customer, Set<Group> groups, boolean restricted, Set<Long> locations) {
            this.customer = customer;
            this.groups = groups;
            this.restricted = restricted;
            this.locations = new HashSet<>(locations);
        }
    }

    static final class Thing {
        long customer;

        @Nullable
        Long location;

        final Set<Long> assigned = new HashSet<>();

        Thing(long customer, @Nullable Long location) {
            this.customer = customer;
            this.location = location;
        }
    }

    final Map<Long, Customer> customers = new HashMap<>();
    final Map<Long, Person> people = new HashMap<>();
    final Map<Long, Long> locations = new HashMap<>();
    final Map<Long, Thing> devices = new HashMap<>();

    /** The customer is this one, or stands somewhere below it. */
    boolean within(long customer, long top) {
        for (Long at = customer; at != null; at = customers.get(at).parent) {
            if (at == top) {
                return true;
            }
        }
        return false;
    }

    private boolean suspended(long customer) {
        for (Long at = customer; at != null; at = customers.get(at).parent) {
            if (customers.get(at).suspended) {
                return true;
            }
        }
        return false;
    }

    boolean isIn(Person person) {
        return person.active && !person.deleted && !suspended(person.customer);
    }

    private static boolean holds(Person person, Group... any) {
        return java.util.Arrays.stream(any).anyMatch(person.groups::contains);
    }

    boolean reaches(Person person, long customer) {
        return within(customer, person.customer);
    }

    /** Account administrators: home; with nested customers too, the subtree. */
    boolean administers(Person person, long customer) {
        return holds(person, ACCOUNT_ADMINISTRATOR)
                && (customer == person.customer
                        || (holds(person, NESTED_CUSTOMER_ADMINISTRATOR) && reaches(person, customer)));
    }

    boolean managesNested(Person person, long customer) {
        return holds(person, NESTED_CUSTOMER_ADMINISTRATOR) && customer != person.customer && reaches(person, customer);
    }

    boolean createsBelow(Person person, long customer) {
        return holds(person, NESTED_CUSTOMER_ADMINISTRATOR) && reaches(person, customer);
    }

    boolean managesLocations(Person person, long customer) {
        return holds(person, FLEET_MANAGEMENT) && reaches(person, customer);
    }

    boolean registers(Person person, long customer) {
        return administers(person, customer) || (holds(person, DEVICE_MANAGEMENT) && reaches(person, customer));
    }

    boolean managesDevices(Person person, long customer) {
        return holds(person, DEVICE_MANAGEMENT) && reaches(person, customer);
    }

    Set<Long> customersOf(Person person) {
        boolean onSiteOnly = person.groups.equals(Set.of(INSTALLER));
        return keys(customers, id -> onSiteOnly ? id == person.customer : reaches(person, id));
    }

    Set<Long> peopleOf(Person person) {
        return keys(people, id -> !people.get(id).deleted && administers(person, people.get(id).customer));
    }

    Set<Long> locationsOf(Person person) {
        return keys(locations, id -> knows(person, id));
    }

    boolean knows(Person person, long location) {
        Long owner = locations.get(location);
        boolean may = owner != null
                && (administers(person, owner)
                        || (holds(person, FLEET_MANAGEMENT, DEVICE_MANAGEMENT, FULL_DEVICE_ACCESS)
                                && reaches(person, owner)));
        return may && (!person.restricted || person.locations.contains(location));
    }

    /** Of the subtree; by Full Device Access, a location or a direct assignment; of the restricted, at a location of theirs. */
    boolean sees(long id, Person person, Thing device) {
        boolean at = device.location != null && person.locations.contains(device.location);
        boolean opened = holds(person, FULL_DEVICE_ACCESS) || at || device.assigned.contains(id);
        return reaches(person, device.customer) && opened && (!person.restricted || at);
    }

    /** Devices that are seen, and those that account administrators know by name. */
    Set<Long> devicesOf(long id, Person person) {
        return keys(
                devices,
                device -> sees(id, person, devices.get(device))
                        || (!person.restricted && administers(person, devices.get(device).customer)));
    }

    boolean opensDevices(Person person) {
        return holds(person, FULL_DEVICE_ACCESS, DEVICE_MANAGEMENT, FLEET_MANAGEMENT, ACCOUNT_ADMINISTRATOR);
    }

    /** Guards 1 and 2. */
    boolean mayHandOut(Person actor, Set<Group> groups, boolean restricted, Set<Long> theirs) {
        return actor.groups.containsAll(groups)
                && (!actor.restricted || (restricted && actor.locations.containsAll(theirs)));
    }

    /** Guard 3. */
    boolean mayTouch(Person actor, Person other) {
        return mayHandOut(actor, other.groups, other.restricted, other.locations);
    }

    boolean isEmpty(long customer) {
        return people.values().stream().noneMatch(person -> !person.deleted && person.customer == customer)
                && devices.values().stream().noneMatch(device -> device.customer == customer)
                && !locations.containsValue(customer)
                && customers.values().stream().noneMatch(child -> child.parent != null && child.parent == customer);
    }

    /** Guard 6: who is not above the branch any more keeps nothing of it. */
    void move(long branch, long parent) {
        customers.get(branch).parent = parent;
        people.forEach((id, person) -> {
            if (!within(person.customer, branch) && !within(branch, person.customer)) {
                person.locations.removeIf(location -> within(locations.get(location), branch));
                devices.values().stream()
                        .filter(device -> within(device.customer, branch))
                        .forEach(device -> device.assigned.remove(id));
            }
        });
    }

    void deleteLocation(long location) {
        locations.remove(location);
        people.values().forEach(person -> person.locations.remove(location));
        devices.values().stream()
                .filter(device -> device.location != null && device.location == location)
                .forEach(device -> device.location = null);
    }

    private static <T> Set<Long> keys(Map<Long, T> all, Predicate<Long> which) {
        return all.keySet().stream().filter(which).collect(Collectors.toSet());
    }
}
