package io.muster;

import static org.awaitility.Awaitility.await;

import io.muster.access.Group;
import io.muster.access.Identity;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.kernel.Country;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;
import io.muster.kernel.UserId;
import io.muster.location.Geofence;
import io.muster.location.Location;
import io.muster.location.LocationData;
import io.muster.location.Locations;
import io.muster.user.FirstStart;
import io.muster.user.Person;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Username;
import io.muster.user.Users;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** The people of the tests. They come into being as people do: by set-up, or because somebody creates them. */
@TestComponent
public class Cast {

    public static final String PASSWORD = "slow green tractors";

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final FirstStart firstStart;
    private final Customers customers;
    private final Users users;
    private final Locations locations;
    private final JdbcClient jdbc;
    private @Nullable User owner;

    Cast(FirstStart firstStart, Customers customers, Users users, Locations locations, JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.locations = locations;
        this.firstStart = firstStart;
        this.customers = customers;
        this.users = users;
    }

    /** Whoever set the installation up: holds every group at the root. */
    public synchronized User owner() {
        if (owner == null) {
            owner = before().orElseGet(() -> firstStart.create(
                    customerData("Muster Test Account"),
                    new EmailAddress("owner@example.com"),
                    new Username("owner"),
                    PASSWORD,
                    null));
        }
        return owner;
    }

    /** Whoever is the owner already, in a database that was kept. */
    private Optional<User> before() {
        return jdbc.sql("select id from app_user where username_key = 'owner'")
                .query(Long.class)
                .optional()
                .map(UserId::new)
                .map(id -> {
                    // Names that no earlier run has given.
                    COUNTER.set((int) (System.currentTimeMillis() / 1000));
                    return as(authentication(id, EnumSet.allOf(Scope.class)), () -> users.get(id));
                });
    }

    public CustomerId root() {
        return owner().customerId();
    }

    /** A customer right below the root. */
    public Customer customer() {
        return customer(root());
    }

    public Customer customer(CustomerId parent) {
        return as(owner(), () -> customers.create(parent, customerData("Customer " + next())));
    }

    /** A location of which nothing but its geofence is known. */
    public Location fenced(CustomerId customer, Geofence geofence) {
        Name name = new Name("Depot " + next());
        return as(
                owner(),
                () -> locations.create(customer, new LocationData(name, null, null, null, null, null, geofence)));
    }

    /** An unrestricted user, created by the owner. */
    public User user(CustomerId customer, Group... groups) {
        return user(customer, false, Set.of(), groups);
    }

    public User user(CustomerId customer, boolean restricted, Set<LocationId> locations, Group... groups) {
        String name = "person" + next();
        UserData data = new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                customer,
                Set.of(groups),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                restricted,
                locations);
        return as(owner(), () -> users.create(data, new Users.FirstPassword.Chosen(PASSWORD)))
                .user();
    }

    /**
     * Waits until the welcome mail of an invited user has been made: it makes a link of its own after the commit, which ends
     * any that a test made before.
     */
    public void isWelcomed(UserId invited) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> jdbc.sql("select count(*) from one_time_link where user_id = :id")
                                .param("id", invited.value())
                                .query(Integer.class)
                                .single()
                        == 1);
    }

    /** A user who holds everything a customer of its own can need, but not more than that customer. */
    public User administrator(CustomerId customer) {
        return user(customer, Group.values());
    }

    public static CustomerData customerData(String name) {
        return new CustomerData(
                new Name(name),
                new EmailAddress("office@example.com"),
                new Country("DK"),
                new Preferences(
                        ZoneId.of("Europe/Copenhagen"), Preferences.TimeFormat.H24, Preferences.UnitSystem.METRIC),
                MfaPolicy.OPTIONAL);
    }

    public static int next() {
        return COUNTER.incrementAndGet();
    }

    /** Does something as this user, as if in a browser. */
    public static <T> T as(User user, Callable<T> action) {
        return as(authentication(user.id(), EnumSet.allOf(Scope.class)), action);
    }

    /** Does something as whoever this is, who need not be a user. */
    public static <T> T as(Identity identity, Callable<T> action) {
        return as(authentication(identity), action);
    }

    private static <T> T as(Authentication authentication, Callable<T> action) {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        try {
            return action.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            SecurityContextHolder.setContext(before);
        }
    }

    public static void does(User user, Runnable action) {
        as(user, () -> {
            action.run();
            return true;
        });
    }

    public static Authentication authentication(UserId user, Set<Scope> scopes) {
        record TestIdentity(UserId userId, Set<Scope> scopes, String channel) implements Identity {}
        return authentication(new TestIdentity(user, scopes, "web"));
    }

    public static Authentication authentication(Identity identity) {
        TestingAuthenticationToken token = new TestingAuthenticationToken(identity, null, "ROLE_USER");
        token.setAuthenticated(true);
        return token;
    }
}
