package io.muster.access;

import static io.muster.access.Group.ACCOUNT_ADMINISTRATOR;
import static io.muster.access.Group.DEVICE_MANAGEMENT;
import static io.muster.access.Group.FLEET_MANAGEMENT;
import static io.muster.access.Group.FULL_DEVICE_ACCESS;
import static io.muster.access.Group.INSTALLER;
import static io.muster.access.Group.NESTED_CUSTOMER_ADMINISTRATOR;
import static io.muster.access.Permission.Reach.BELOW;
import static io.muster.access.Permission.Reach.HOME;
import static io.muster.access.Permission.Reach.HOME_OR_WIDENED;
import static io.muster.access.Permission.Reach.ROOT;
import static io.muster.access.Permission.Reach.SUBTREE;
import static io.muster.access.Scope.ADMIN;
import static io.muster.access.Scope.DEVICES;
import static io.muster.access.Scope.READ;
import static io.muster.access.Scope.WRITE;

import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The table of who may do what. Each row: the scopes of which an API token needs one, and the groups that give it, each with
 * its reach in the tree. Devices need their sight besides, see {@link Actor#sight}.
 */
public enum Permission {
    SEE_CUSTOMER(
            any(READ),
            at(HOME, INSTALLER),
            at(
                    SUBTREE,
                    ACCOUNT_ADMINISTRATOR,
                    NESTED_CUSTOMER_ADMINISTRATOR,
                    FULL_DEVICE_ACCESS,
                    DEVICE_MANAGEMENT,
                    FLEET_MANAGEMENT)),
    EDIT_CUSTOMER(any(WRITE, ADMIN), at(HOME, ACCOUNT_ADMINISTRATOR), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR)),
    /** Asked of the parent, of a new customer and of one that is moved there. */
    CREATE_CUSTOMER(any(WRITE, ADMIN), at(SUBTREE, NESTED_CUSTOMER_ADMINISTRATOR)),
    SUSPEND_CUSTOMER(any(WRITE, ADMIN), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR)),
    MOVE_CUSTOMER(any(WRITE, ADMIN), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR)),
    DELETE_CUSTOMER(any(WRITE, ADMIN), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR)),
    /**
     * How much a customer may have, and has: of whoever manages it. A token that changes a customer has to see what it leaves as it
     * is.
     */
    SEE_QUOTA(any(READ, WRITE, ADMIN), at(HOME, ACCOUNT_ADMINISTRATOR), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR)),
    /** Limits are set from above; those of the account, which has nobody above it, by its own administrators. */
    SET_QUOTA(any(WRITE, ADMIN), at(BELOW, NESTED_CUSTOMER_ADMINISTRATOR), at(ROOT, ACCOUNT_ADMINISTRATOR)),

    SEE_USERS(any(READ), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    MANAGE_USERS(any(ADMIN), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),

    SEE_LOCATIONS(
            any(READ),
            at(SUBTREE, FLEET_MANAGEMENT, DEVICE_MANAGEMENT, FULL_DEVICE_ACCESS),
            at(HOME, INSTALLER),
            at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** To open the list of locations; installers only choose from them. */
    LIST_LOCATIONS(
            any(READ),
            at(SUBTREE, FLEET_MANAGEMENT, DEVICE_MANAGEMENT, FULL_DEVICE_ACCESS),
            at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    MANAGE_LOCATIONS(any(WRITE, ADMIN), at(SUBTREE, FLEET_MANAGEMENT)),

    /** To open the list of devices; which of them are in it is a matter of sight. */
    SEE_DEVICES(
            any(READ, DEVICES),
            at(SUBTREE, FULL_DEVICE_ACCESS, DEVICE_MANAGEMENT, FLEET_MANAGEMENT),
            at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** Name, unit id, customer and state of every device, seen or not. */
    SEE_INVENTORY(any(READ, DEVICES), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** Where seen devices are. */
    SEE_POSITION(any(READ, DEVICES), at(SUBTREE, FLEET_MANAGEMENT)),
    REGISTER_DEVICE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** What units sent and was refused; of which units is a matter of sight. */
    SEE_INGEST_LOG(any(READ, DEVICES), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    APPROVE_DEVICE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    EDIT_DEVICE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT)),
    /** To say which vehicle a device is built into. */
    EDIT_VEHICLE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT, FLEET_MANAGEMENT)),
    /** To put a device at a location of its customer. */
    LOCATE_DEVICE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT, FLEET_MANAGEMENT)),
    RESET_CREDENTIAL(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT)),
    /** Asked of the customer that has the device and of the one that gets it. */
    MOVE_DEVICE(any(DEVICES, WRITE), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** With the code on the unit's label. */
    CLAIM_DEVICE(
            any(DEVICES, WRITE),
            at(HOME, INSTALLER),
            at(SUBTREE, DEVICE_MANAGEMENT),
            at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** To end a device's registration for good: decommission it, or put another one in its place. */
    RETIRE_DEVICE(any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT)),
    SEE_ENROLMENT_TOKENS(
            any(READ, DEVICES), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    MANAGE_ENROLMENT_TOKENS(
            any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),

    SEE_INSTALL_JOBS(any(READ, DEVICES), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),
    /** A job lets people without an account claim units, so it takes no less than claiming them. */
    MANAGE_INSTALL_JOBS(
            any(DEVICES, WRITE), at(SUBTREE, DEVICE_MANAGEMENT), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR)),

    SEE_HISTORY(any(READ), at(HOME_OR_WIDENED, ACCOUNT_ADMINISTRATOR));

    /** Where in the tree a group's permission holds. */
    enum Reach {
        HOME,
        BELOW,
        SUBTREE,
        /** Home, where it is the root. */
        ROOT,
        /** Home; the whole subtree together with {@link Group#NESTED_CUSTOMER_ADMINISTRATOR}. */
        HOME_OR_WIDENED;

        boolean holds(TreePath home, TreePath place, Set<Group> groups) {
            return switch (this) {
                case HOME -> home.equals(place);
                case ROOT -> home.isRoot() && home.equals(place);
                case BELOW -> home.isAbove(place);
                case SUBTREE -> home.covers(place);
                case HOME_OR_WIDENED ->
                    groups.contains(NESTED_CUSTOMER_ADMINISTRATOR) ? home.covers(place) : home.equals(place);
            };
        }
    }

    private record Grant(Reach reach, Set<Group> groups) {}

    private final Set<Scope> scopes;
    private final List<Grant> grants;

    Permission(Set<Scope> scopes, Grant... grants) {
        this.scopes = scopes;
        this.grants = List.of(grants);
    }

    private static Set<Scope> any(Scope first, Scope... others) {
        return EnumSet.of(first, others);
    }

    private static Grant at(Reach reach, Group first, Group... others) {
        return new Grant(reach, EnumSet.of(first, others));
    }

    /** A place below home that stands for all of them. */
    static TreePath below(TreePath home) {
        return home.child(new CustomerId(Long.MAX_VALUE / 10));
    }

    /** These scopes are enough for everything that a group gives, so that they lose nothing of it. */
    static boolean scopesCover(Group group, Set<Scope> held) {
        return Arrays.stream(values())
                .filter(permission -> permission.isGivenBy(group))
                .allMatch(permission -> permission.scopeAllows(held));
    }

    private boolean isGivenBy(Group group) {
        return grants.stream().anyMatch(grant -> grant.groups().contains(group));
    }

    boolean scopeAllows(Set<Scope> held) {
        return scopes.stream().anyMatch(held::contains);
    }

    boolean groupsAllow(TreePath home, TreePath place, Set<Group> held) {
        return grants.stream()
                .anyMatch(grant -> grant.groups().stream().anyMatch(held::contains)
                        && grant.reach().holds(home, place, held));
    }
}
