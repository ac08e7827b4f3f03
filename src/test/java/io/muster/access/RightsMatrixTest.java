package io.muster.access;

import static io.muster.access.RightsMatrixTest.Place.CHILD;
import static io.muster.access.RightsMatrixTest.Place.GRANDCHILD;
import static io.muster.access.RightsMatrixTest.Place.OWN;
import static io.muster.access.RightsMatrixTest.Place.PARENT;
import static io.muster.access.RightsMatrixTest.Place.SIBLING;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.BrowserSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.api.Clients;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.CustomerBranches;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.Customers;
import io.muster.customer.Quotas;
import io.muster.device.ClaimCode;
import io.muster.device.DeviceAssignments;
import io.muster.device.DeviceData;
import io.muster.device.DeviceDesk;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceMoves;
import io.muster.device.DevicePlaces;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceSheets;
import io.muster.device.DeviceTags;
import io.muster.device.DeviceViewers;
import io.muster.device.EnrolmentTokens;
import io.muster.device.FleetFigures;
import io.muster.device.InstallJobs;
import io.muster.device.InstallPhotos;
import io.muster.device.Installations;
import io.muster.device.NewDevice;
import io.muster.device.NewEnrolmentToken;
import io.muster.device.NewInstallJob;
import io.muster.device.OfflineEntries;
import io.muster.device.OfflineEntry;
import io.muster.device.OfflinePhotos;
import io.muster.device.Pictures;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.Retirement;
import io.muster.device.Swaps;
import io.muster.device.Tag;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.device.UnitState;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.DeviceId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Geofence;
import io.muster.location.Location;
import io.muster.location.LocationData;
import io.muster.location.Locations;
import io.muster.user.AccessReports;
import io.muster.user.AccessReview;
import io.muster.user.BulkChange;
import io.muster.user.BulkResult;
import io.muster.user.Invitations;
import io.muster.user.PasswordResets;
import io.muster.user.Person;
import io.muster.user.Previews;
import io.muster.user.SecondFactors;
import io.muster.user.User;
import io.muster.user.UserBulk;
import io.muster.user.UserData;
import io.muster.user.UserImport;
import io.muster.user.UserPlaces;
import io.muster.user.Username;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table of who may do what, once more and in another form than the program has it: for each action and each set of groups
 * the places where it works. Everywhere else it must be refused, and above or beside home it must look as if nothing were
 * there.
 */
@MusterTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsMatrixTest {

    enum Place {
        OWN,
        CHILD,
        GRANDCHILD,
        PARENT,
        SIBLING
    }

    /** Who tries: each group alone, and the combinations that widen each other. */
    enum Holder {
        ADMINISTRATOR(Group.ACCOUNT_ADMINISTRATOR),
        NESTED(Group.NESTED_CUSTOMER_ADMINISTRATOR),
        BOTH_ADMINISTRATORS(Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR),
        DEVICE_ACCESS(Group.FULL_DEVICE_ACCESS),
        DEVICE_MANAGER(Group.DEVICE_MANAGEMENT),
        SEEING_DEVICE_MANAGER(Group.DEVICE_MANAGEMENT, Group.FULL_DEVICE_ACCESS),
        FLEET_MANAGER(Group.FLEET_MANAGEMENT),
        SEEING_FLEET_MANAGER(Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS),
        INSTALLER(Group.INSTALLER),
        EVERYTHING(Group.values());

        private final Set<Group> groups;

        Holder(Group... groups) {
            this.groups = Set.of(groups);
        }

        Set<Group> groups() {
            return groups;
        }
    }

    private static final byte[] PHOTO = Pictures.picture("jpeg");
    private static final Set<Place> HOME = EnumSet.of(OWN);
    private static final Set<Place> BELOW = EnumSet.of(CHILD, GRANDCHILD);
    private static final Set<Place> SUBTREE = EnumSet.of(OWN, CHILD, GRANDCHILD);

    /** Where users are managed: by account administrators at home, by those of nested customers too in the subtree. */
    private static final Map<Holder, Set<Place>> ADMINISTRATION = Map.ofEntries(
            entry(Holder.ADMINISTRATOR, HOME),
            entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
            entry(Holder.EVERYTHING, SUBTREE));

    /** What nobody does with their own customer. */
    private static final Map<Holder, Set<Place>> ADMINISTRATION_OF_NESTED = Map.ofEntries(
            entry(Holder.NESTED, BELOW), entry(Holder.BOTH_ADMINISTRATORS, BELOW), entry(Holder.EVERYTHING, BELOW));

    private static final Map<Holder, Set<Place>> MANAGEMENT_OF_SEEN_DEVICES =
            Map.ofEntries(entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE), entry(Holder.EVERYTHING, SUBTREE));

    enum Action {
        SEE_CUSTOMER(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, SUBTREE),
                entry(Holder.NESTED, SUBTREE),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.FLEET_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.INSTALLER, HOME),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_LEVEL_BELOW_CUSTOMER(SEE_CUSTOMER.allowed),
        FIND_BELOW_CUSTOMER(SEE_CUSTOMER.allowed),
        EDIT_CUSTOMER(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.NESTED, BELOW),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_QUOTA(EDIT_CUSTOMER.allowed),
        CREATE_CUSTOMER(Map.ofEntries(
                entry(Holder.NESTED, SUBTREE),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SUSPEND_CUSTOMER(ADMINISTRATION_OF_NESTED),
        RESUME_CUSTOMER(ADMINISTRATION_OF_NESTED),
        MOVE_CUSTOMER(ADMINISTRATION_OF_NESTED),
        /** A customer of the grandchild's is moved to the place. */
        MOVE_CUSTOMER_THERE(CREATE_CUSTOMER.allowed),
        PREVIEW_MOVE(ADMINISTRATION_OF_NESTED),
        DELETE_CUSTOMER(ADMINISTRATION_OF_NESTED),
        SEE_INSIDE_OF_CUSTOMER(ADMINISTRATION_OF_NESTED),
        EMPTY_CUSTOMER(ADMINISTRATION_OF_NESTED),
        /** Users inside are the account administrators' to move, besides. */
        EMPTY_CUSTOMER_OF_USERS(
                Map.ofEntries(entry(Holder.BOTH_ADMINISTRATORS, BELOW), entry(Holder.EVERYTHING, BELOW))),
        EMPTY_CUSTOMER_OF_DEVICES(
                Map.ofEntries(entry(Holder.BOTH_ADMINISTRATORS, BELOW), entry(Holder.EVERYTHING, BELOW))),
        EMPTY_CUSTOMER_OF_LOCATIONS(Map.ofEntries(entry(Holder.EVERYTHING, BELOW))),
        LIST_USERS(ADMINISTRATION),
        SEE_USER(ADMINISTRATION),
        EXPLAIN_USER(ADMINISTRATION),
        PREVIEW_USER(ADMINISTRATION),
        CREATE_USER(ADMINISTRATION),
        EDIT_USER(ADMINISTRATION),
        DELETE_USER(ADMINISTRATION),
        DEACTIVATE_USER(ADMINISTRATION),
        LIST_DELETED_USERS(ADMINISTRATION),
        RESTORE_USER(ADMINISTRATION),
        INVITE_USER(ADMINISTRATION),
        REVOKE_INVITATION(ADMINISTRATION),
        RESET_PASSWORD(ADMINISTRATION),
        RESET_SECOND_FACTOR(ADMINISTRATION),
        DEACTIVATE_MANY_USERS(ADMINISTRATION),
        IMPORT_USERS(ADMINISTRATION),
        EXPORT_USERS(ADMINISTRATION),
        REVIEW_ACCESS(ADMINISTRATION),
        KEEP_ACCESS(ADMINISTRATION),
        SEE_LOCATIONS(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.FLEET_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.INSTALLER, HOME),
                entry(Holder.EVERYTHING, SUBTREE))),
        /** An installer chooses from them, and has no list. */
        LIST_LOCATIONS(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.FLEET_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_LOCATION(LIST_LOCATIONS.allowed),
        SEE_GEOFENCE(SEE_LOCATIONS.allowed),
        CREATE_LOCATION(Map.ofEntries(
                entry(Holder.FLEET_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        EDIT_LOCATION(CREATE_LOCATION.allowed),
        SEE_WHAT_DELETING_A_LOCATION_MEANS(CREATE_LOCATION.allowed),
        DELETE_LOCATION(CREATE_LOCATION.allowed),
        RESTORE_LOCATION(CREATE_LOCATION.allowed),
        /** The list opens; what is in it is another row. */
        LIST_DEVICES(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.FLEET_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_DEVICE(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_DEVICE_DATA(Map.ofEntries(
                entry(Holder.DEVICE_ACCESS, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        SEE_POSITION_OF_DEVICE(
                Map.ofEntries(entry(Holder.SEEING_FLEET_MANAGER, SUBTREE), entry(Holder.EVERYTHING, SUBTREE))),
        SEE_SHEET_OF_DEVICE(SEE_DEVICE.allowed),
        SEE_FIGURES_OF_DEVICES(LIST_DEVICES.allowed),
        SEE_VIEWERS_OF_DEVICE(ADMINISTRATION),
        REGISTER_DEVICE(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        REGISTER_MANY_DEVICES(REGISTER_DEVICE.allowed),
        APPROVE_DEVICE(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        DENY_DEVICE(APPROVE_DEVICE.allowed),
        EDIT_DEVICE(MANAGEMENT_OF_SEEN_DEVICES),
        LOCATE_DEVICE(Map.ofEntries(
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_FLEET_MANAGER, SUBTREE),
                entry(Holder.EVERYTHING, SUBTREE))),
        EDIT_VEHICLE_OF_DEVICE(LOCATE_DEVICE.allowed),
        SEE_VEHICLE_AND_PHOTOS_OF_DEVICE(SEE_DEVICE_DATA.allowed),
        TAG_DEVICE(MANAGEMENT_OF_SEEN_DEVICES),
        SEE_TAGS_IN_USE(LIST_DEVICES.allowed),
        /** By whoever may register it, and tag it then. */
        REGISTER_DEVICE_WITH_TAGS(MANAGEMENT_OF_SEEN_DEVICES),
        /** To an administrator of the place, who sees no device without it. */
        ASSIGN_DEVICE(Map.ofEntries(entry(Holder.EVERYTHING, SUBTREE))),
        ASSIGN_USER_TO_LOCATION(ADMINISTRATION),
        RESET_CREDENTIAL(MANAGEMENT_OF_SEEN_DEVICES),
        DECOMMISSION_DEVICE(MANAGEMENT_OF_SEEN_DEVICES),
        SWAP_DEVICE(MANAGEMENT_OF_SEEN_DEVICES),
        UNDO_SWAP(MANAGEMENT_OF_SEEN_DEVICES),
        SEE_LATE_SWAP(SEE_DEVICE_DATA.allowed),
        SEE_SUCCESSOR(SEE_DEVICE_DATA.allowed),
        /** What a unit does that is to take a device's place. */
        SEE_OTHER_USE_OF_SUCCESSOR(MANAGEMENT_OF_SEEN_DEVICES),
        /** A device of the holder's own customer is moved to the place. */
        MOVE_DEVICE_THERE(ADMINISTRATION),
        /** Where a device was before. */
        MOVE_DEVICE_BACK(ADMINISTRATION),
        CHECK_MOVE_OF_DEVICES(ADMINISTRATION),
        CLAIM_DEVICE(Map.ofEntries(
                entry(Holder.ADMINISTRATOR, HOME),
                entry(Holder.BOTH_ADMINISTRATORS, SUBTREE),
                entry(Holder.DEVICE_MANAGER, SUBTREE),
                entry(Holder.SEEING_DEVICE_MANAGER, SUBTREE),
                entry(Holder.INSTALLER, HOME),
                entry(Holder.EVERYTHING, SUBTREE))),
        /** Everything that the page for people on site does. */
        INSTALL_DEVICE(CLAIM_DEVICE.allowed),
        /** The same by what a phone kept while it had no network, photo included. */
        SEND_OFFLINE_ENTRY(CLAIM_DEVICE.allowed),
        SWAP_ON_SITE(CLAIM_DEVICE.allowed),
        LIST_ENROLMENT_TOKENS(REGISTER_DEVICE.allowed),
        CREATE_ENROLMENT_TOKEN(REGISTER_DEVICE.allowed),
        REVOKE_ENROLMENT_TOKEN(REGISTER_DEVICE.allowed),
        LIST_INSTALL_JOBS(REGISTER_DEVICE.allowed),
        CREATE_INSTALL_JOB(REGISTER_DEVICE.allowed),
        REVOKE_INSTALL_JOB(REGISTER_DEVICE.allowed),
        READ_HISTORY(ADMINISTRATION),
        EXPORT_HISTORY(ADMINISTRATION);

        private final Map<Holder, Set<Place>> allowed;

        Action(Map<Holder, Set<Place>> allowed) {
            this.allowed = allowed;
        }

        boolean works(Holder holder, Place place) {
            return allowed.getOrDefault(holder, Set.of()).contains(place);
        }
    }

    @Autowired
    Clients clients;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Quotas quotas;

    @Autowired
    CustomerBranches branches;

    @Autowired
    CustomerMoves moves;

    @Autowired
    CustomerRemoval removal;

    @Autowired
    Users users;

    @Autowired
    UserBulk bulk;

    @Autowired
    UserImport imports;

    @Autowired
    DeviceSheets sheets;

    @Autowired
    FleetFigures figures;

    @Autowired
    DeviceImport deviceImports;

    @Autowired
    AccessReview review;

    @Autowired
    Invitations invitations;

    @Autowired
    PasswordResets resets;

    @Autowired
    AccessReports reports;

    @Autowired
    Previews previews;

    @Autowired
    DeviceViewers viewers;

    @Autowired
    DevicePlaces devicePlaces;

    @Autowired
    DeviceAssignments assignments;

    @Autowired
    UserPlaces userPlaces;

    @Autowired
    SecondFactors factors;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    DeviceMoves deviceMoves;

    @Autowired
    Retirement retirement;

    @Autowired
    UnitClaims claims;

    @Autowired
    Installations installations;

    @Autowired
    Swaps swaps;

    @Autowired
    Vehicles vehicles;

    @Autowired
    InstallPhotos photos;

    @Autowired
    OfflineEntries offlineEntries;

    @Autowired
    OfflinePhotos offlinePhotos;

    @Autowired
    DeviceTags tags;

    @Autowired
    DeviceDesk desk;

    @Autowired
    EnrolmentTokens enrolmentTokens;

    @Autowired
    InstallJobs installJobs;

    @Autowired
    HistoryReader history;

    private final Map<Place, Customer> places = new EnumMap<>(Place.class);
    private final Map<Holder, User> holders = new EnumMap<>(Holder.class);

    /** Users to whom nothing has happened yet, because all who tried were refused; to make one costs a password's hash. */
    private final Map<String, User> bystanders = new HashMap<>();

    @BeforeAll
    void plant_a_tree() {
        Customer parent = cast.customer();
        places.put(PARENT, parent);
        places.put(SIBLING, cast.customer(parent.id()));
        places.put(OWN, cast.customer(parent.id()));
        places.put(CHILD, cast.customer(places.get(OWN).id()));
        places.put(GRANDCHILD, cast.customer(places.get(CHILD).id()));
        for (Holder holder : Holder.values()) {
            holders.put(holder, cast.user(places.get(OWN).id(), holder.groups.toArray(Group[]::new)));
        }
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void works_exactly_where_the_table_says(Action action) {
        List<String> wrong = new ArrayList<>();
        for (Holder holder : Holder.values()) {
            for (Place place : Place.values()) {
                String outcome = outcome(action, holders.get(holder), places.get(place));
                if (!expected(action, holder, place).contains(outcome)) {
                    wrong.add(action + " by " + holder + " at " + place + ": " + outcome);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The same rows for programs: where a service refuses, the REST interface does, and says no more. */
    @DisabledIfSystemProperty(
            named = "muster.rig",
            matches = "external",
            disabledReason = "what the services decide on this database is asked of each of them already")
    @ParameterizedTest
    @EnumSource(Action.class)
    void works_exactly_there_over_http_too(Action action) {
        List<String> wrong = new ArrayList<>();
        MatrixHttp http = new MatrixHttp(this, clients);
        for (Holder holder : Holder.values()) {
            for (Place place : Place.values()) {
                http.outcome(action, holders.get(holder), place, places.get(place))
                        .filter(answer ->
                                !MatrixHttp.expected(action, holder, place).contains(answer.status()))
                        .ifPresent(answer -> wrong.add(action + " by " + holder + " at " + place + ": " + answer));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /**
     * A token does what one of the action's scopes allows, and is refused with any other one, whatever its owner holds. Users
     * are made and changed only by a token that may all that they may.
     */
    @DisabledIfSystemProperty(
            named = "muster.rig",
            matches = "external",
            disabledReason = "what the services decide on this database is asked of each of them already")
    @ParameterizedTest
    @EnumSource(Action.class)
    void a_token_needs_the_scope_of_the_action(Action action) {
        List<String> wrong = new ArrayList<>();
        MatrixHttp http = new MatrixHttp(this, clients);
        for (Scope scope : Scope.values()) {
            http.outcome(action, holders.get(Holder.EVERYTHING), CHILD, places.get(CHILD), scope)
                    .filter(answer -> MatrixHttp.scopes(action).contains(scope)
                            ? answer.status() / 100 != 2
                            : answer.status() != 403)
                    .ifPresent(answer -> wrong.add(action + " with " + scope + ": " + answer));
        }
        if (MatrixHttp.scopes(action).isEmpty()) {
            http.outcome(
                            action,
                            holders.get(Holder.EVERYTHING),
                            CHILD,
                            places.get(CHILD),
                            Scope.ADMIN,
                            Scope.READ,
                            Scope.DEVICES)
                    .filter(answer -> answer.status() / 100 != 2)
                    .ifPresent(answer -> wrong.add(action + " with what its users may: " + answer));
        }
        assertThat(wrong).isEmpty();
    }

    /** What only looks. Everything else is to be refused in a preview, whatever the rights of the one who is looked at. */
    private static final Set<Action> LOOKING = EnumSet.of(
            Action.SEE_CUSTOMER,
            Action.SEE_QUOTA,
            Action.SEE_LATE_SWAP,
            Action.SEE_SUCCESSOR,
            Action.SEE_LEVEL_BELOW_CUSTOMER,
            Action.FIND_BELOW_CUSTOMER,
            Action.LIST_USERS,
            Action.SEE_USER,
            Action.EXPLAIN_USER,
            Action.EXPORT_USERS,
            Action.SEE_LOCATIONS,
            Action.LIST_LOCATIONS,
            Action.SEE_LOCATION,
            Action.SEE_GEOFENCE,
            Action.LIST_DEVICES,
            Action.SEE_DEVICE,
            Action.SEE_DEVICE_DATA,
            Action.SEE_POSITION_OF_DEVICE,
            Action.SEE_SHEET_OF_DEVICE,
            Action.SEE_FIGURES_OF_DEVICES,
            Action.SEE_VIEWERS_OF_DEVICE,
            Action.SEE_VEHICLE_AND_PHOTOS_OF_DEVICE,
            Action.SEE_TAGS_IN_USE,
            Action.LIST_ENROLMENT_TOKENS,
            Action.LIST_INSTALL_JOBS,
            Action.READ_HISTORY,
            Action.EXPORT_HISTORY);

    @DisabledIfSystemProperty(
            named = "muster.rig",
            matches = "external",
            disabledReason = "what the services decide on this database is asked of each of them already")
    @ParameterizedTest
    // A preview begins in a session of its own; PreviewsTest shows that none begins within another one.
    @EnumSource(value = Action.class, mode = EnumSource.Mode.EXCLUDE, names = "PREVIEW_USER")
    void in_a_preview_nothing_is_changed(Action action) {
        User mighty = holders.get(Holder.EVERYTHING);
        BrowserSession session = BrowserSession.begin(jdbc, cast.owner());
        session.does(() -> previews.begin(mighty.id()));
        for (Place place : SUBTREE) {
            Runnable attempt = attempt(action, mighty, places.get(place));
            String outcome = outcome(() -> session.does(attempt));
            if (LOOKING.contains(action)) {
                assertThat(outcome).as("%s at %s", action, place).isEqualTo("done");
            } else {
                assertThat(outcome).as("%s at %s", action, place).isEqualTo("FORBIDDEN");
            }
        }
    }

    private static Set<String> expected(Action action, Holder holder, Place place) {
        if (action.works(holder, place)) {
            return Set.of("done");
        }
        if (place == PARENT || place == SIBLING) {
            // Whoever may not move the customer at all is told so before the other place is looked at; whoever may not
            // install
            // at all, before any label is.
            boolean stopped = (action == Action.MOVE_CUSTOMER_THERE && !action.works(holder, CHILD))
                    || (action == Action.SWAP_ON_SITE && !action.works(holder, OWN));
            return Set.of(stopped ? "FORBIDDEN" : "NOT_FOUND");
        }
        return Set.of("FORBIDDEN", "NOT_FOUND");
    }

    private String outcome(Action action, User actor, Customer place) {
        Runnable attempt = attempt(action, actor, place);
        String outcome = outcome(() -> Cast.does(actor, attempt));
        if (outcome.equals("done")) {
            bystanders.remove(action + " " + place.id());
        }
        return outcome;
    }

    private static String outcome(Runnable attempt) {
        try {
            attempt.run();
            return "done";
        } catch (Rejected rejected) {
            // A customer named inside what is sent is an error of that field, the same for one that does not exist.
            boolean unknown = rejected.problem().key().equals("problem.customer.unknown");
            return unknown ? "NOT_FOUND" : rejected.kind().name();
        }
    }

    /** Prepares, as the owner, what the action needs, and gives the action. */
    private Runnable attempt(Action action, User actor, Customer place) {
        User owner = cast.owner();
        return switch (action) {
            case SEE_CUSTOMER -> () -> customers.get(place.id());
            // The card is there for others as well, and says nothing of it.
            case SEE_QUOTA -> () -> quotas.of(place.id()).orElseThrow(() -> Rejected.forbidden("problem.forbidden"));
            case SEE_LEVEL_BELOW_CUSTOMER ->
                () -> {
                    branches.count(place.id());
                    branches.children(place.id(), 0, 50);
                };
            case FIND_BELOW_CUSTOMER -> () -> branches.find(place.id(), "customer");
            case EDIT_CUSTOMER ->
                () -> {
                    Customer now = Cast.as(owner, () -> customers.get(place.id()));
                    customers.edit(place.id(), now.version(), Cast.customerData("Edited " + Cast.next()));
                };
            case CREATE_CUSTOMER -> () -> customers.create(place.id(), Cast.customerData("New " + Cast.next()));
            case SUSPEND_CUSTOMER ->
                () -> {
                    customers.suspend(place.id(), null);
                    Cast.as(owner, () -> customers.resume(place.id(), null));
                };
            case RESUME_CUSTOMER -> () -> customers.resume(place.id(), null);
            case MOVE_CUSTOMER -> () -> moves.move(place.id(), null, Objects.requireNonNull(place.parentId()));
            case MOVE_CUSTOMER_THERE -> {
                Customer moved = cast.customer(places.get(GRANDCHILD).id());
                yield () -> moves.move(moved.id(), null, place.id());
            }
            case PREVIEW_MOVE -> () -> moves.preview(place.id(), Objects.requireNonNull(place.parentId()));
            case SEE_INSIDE_OF_CUSTOMER -> () -> removal.inside(place.id());
            case DELETE_CUSTOMER -> {
                Customer doomed = replacement(place);
                yield () -> removal.delete(doomed.id(), null);
            }
            case EMPTY_CUSTOMER -> {
                Customer full = replacement(place);
                if (place != places.get(OWN)) {
                    cast.customer(full.id());
                }
                yield () -> removal.empty(full.id());
            }
            case EMPTY_CUSTOMER_OF_USERS -> {
                User inside = bystanders.computeIfAbsent(
                        action + " " + place.id(),
                        key -> cast.user(replacement(place).id(), Group.ACCOUNT_ADMINISTRATOR));
                yield () -> removal.empty(inside.customerId());
            }
            case EMPTY_CUSTOMER_OF_DEVICES -> {
                Customer full = replacement(place);
                device(full, true);
                yield () -> removal.empty(full.id());
            }
            case EMPTY_CUSTOMER_OF_LOCATIONS -> {
                Customer full = replacement(place);
                Cast.as(owner, () -> locations.create(full.id(), new Name("Depot " + Cast.next())));
                yield () -> removal.empty(full.id());
            }
            case LIST_USERS -> () -> users.list(place.id(), ListQuery.all());
            case SEE_USER -> {
                User user = bystander(action, place);
                yield () -> users.get(user.id());
            }
            case CREATE_USER -> () -> users.create(userData(place), new Users.FirstPassword.Chosen(Cast.PASSWORD));
            case EDIT_USER -> {
                User user = bystander(action, place);
                yield () -> users.edit(user.id(), user.version(), userData(place));
            }
            case DELETE_USER -> {
                User user = bystander(action, place);
                yield () -> users.delete(user.id(), null);
            }
            case DEACTIVATE_USER -> {
                User user = bystander(action, place);
                yield () -> users.setActive(user.id(), false);
            }
            case LIST_DELETED_USERS -> () -> users.deleted(place.id(), ListQuery.all());
            case RESTORE_USER -> {
                User user = bystanders.computeIfAbsent(action + " " + place.id(), key -> {
                    User deleted = cast.user(place.id(), Group.ACCOUNT_ADMINISTRATOR);
                    Cast.as(owner, () -> users.delete(deleted.id(), null));
                    return deleted;
                });
                yield () -> users.restore(user.id());
            }
            case INVITE_USER -> {
                User user = invited(place);
                yield () -> invitations.send(user.id());
            }
            case REVOKE_INVITATION -> {
                User user = invited(place);
                yield () -> invitations.revoke(user.id());
            }
            case RESET_PASSWORD -> {
                User user = bystander(action, place);
                yield () -> resets.give(user.id());
            }
            case RESET_SECOND_FACTOR -> {
                User user = bystander(action, place);
                jdbc.sql("delete from second_factor where user_id = :id")
                        .param("id", user.id().value())
                        .update();
                jdbc.sql("insert into second_factor values (:id, 'secret', true, 0, current_timestamp, null)")
                        .param("id", user.id().value())
                        .update();
                yield () -> factors.reset(user.id());
            }
            case EXPLAIN_USER -> {
                User user = bystander(action, place);
                yield () -> reports.of(user.id());
            }
            case PREVIEW_USER -> {
                User user = bystander(action, place);
                BrowserSession session = BrowserSession.begin(jdbc, actor);
                yield () -> session.does(() -> previews.begin(user.id()));
            }
            case SEE_VIEWERS_OF_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> viewers.of(device.id());
            }
            case DEACTIVATE_MANY_USERS -> {
                User user = bystander(action, place);
                yield () -> done(bulk.apply(List.of(user.id()), new BulkChange.Deactivate()));
            }
            case IMPORT_USERS -> () -> imports.apply(place.id(), List.of(), line -> {});
            case EXPORT_USERS -> () -> users.export(place.id(), ListQuery.all(), row -> {});
            case REVIEW_ACCESS -> () -> review.list(place.id(), ListQuery.all());
            case KEEP_ACCESS -> {
                User user = bystander(action, place);
                yield () -> done(review.keep(List.of(user.id())));
            }
            case SEE_LOCATIONS -> () -> locations.choices(place.id(), ListQuery.all());
            case CREATE_LOCATION -> () -> locations.create(place.id(), new Name("Depot " + Cast.next()));
            case LIST_LOCATIONS -> () -> locations.list(place.id(), ListQuery.all());
            case SEE_LOCATION -> {
                Location location = location(place);
                yield () -> locations.get(Permission.LIST_LOCATIONS, location.id());
            }
            case SEE_GEOFENCE -> {
                Location location = cast.fenced(place.id(), new Geofence.Circle(new Geofence.Point(55.7, 12.5), 250));
                yield () -> locations.geofence(location.id()).orElseThrow(Rejected::notFound);
            }
            case EDIT_LOCATION -> {
                Location location = location(place);
                yield () -> locations.edit(
                        location.id(), location.version(), LocationData.named(new Name("Yard " + Cast.next())));
            }
            case SEE_WHAT_DELETING_A_LOCATION_MEANS -> {
                Location location = location(place);
                yield () -> locations.meaning(location.id());
            }
            case DELETE_LOCATION -> {
                Location location = location(place);
                yield () -> locations.delete(location.id(), null);
            }
            case RESTORE_LOCATION -> {
                Location location = location(place);
                Locations.Deleted deleted = Cast.as(owner, () -> locations.delete(location.id(), null));
                yield () -> locations.restore(deleted);
            }
            case READ_HISTORY -> () -> history.list(place.id(), HistoryFilter.NONE, ListQuery.all());
            case EXPORT_HISTORY -> () -> history.export(place.id(), HistoryFilter.NONE, "", entry -> {});
            case LIST_DEVICES -> () -> devices.list(place.id(), ListQuery.all(), DeviceFilter.NONE);
            case SEE_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> devices.get(device.id());
            }
            case SEE_DEVICE_DATA -> {
                DeviceRow device = device(place, true);
                yield () -> {
                    if (!devices.get(device.id()).seen()) {
                        throw Rejected.forbidden("problem.forbidden");
                    }
                };
            }
            case SEE_SHEET_OF_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> sheets.of(place.id(), device.id());
            }
            case SEE_FIGURES_OF_DEVICES ->
                () -> {
                    figures.of(place.id());
                    figures.spread(place.id(), FleetFigures.Spread.FIRMWARE, ListQuery.all());
                };
            case REGISTER_MANY_DEVICES -> {
                List<NewDevice> lines = NewDevice.read("matrix-" + Cast.next());
                yield () -> {
                    deviceImports.check(place.id(), lines);
                    deviceImports.apply(place.id(), lines, count -> {});
                };
            }
            case CHECK_MOVE_OF_DEVICES -> () -> deviceMoves.check(place.id(), List.of());
            case REGISTER_DEVICE -> () -> devices.register(register(place, true));
            case APPROVE_DEVICE -> {
                DeviceRow device = device(place, false);
                yield () -> devices.approve(device.id(), null, null);
            }
            case DENY_DEVICE -> {
                DeviceRow device = device(place, false);
                yield () -> devices.deny(device.id());
            }
            case EDIT_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> devices.edit(device.id(), device.version(), new DeviceData(new Name("Van"), null));
            }
            case LOCATE_DEVICE -> {
                DeviceRow device = device(place, true);
                Location location = location(place);
                yield () -> devicePlaces.put(location.id(), List.of(device.id()), "");
            }
            case SEE_POSITION_OF_DEVICE -> {
                DeviceRow device = device(place, true);
                jdbc.sql("update device_presence set lat = 59, lon = 18 where device_id = ?")
                        .param(device.id().value())
                        .update();
                yield () -> {
                    if (devices.get(device.id()).position() == null) {
                        throw Rejected.forbidden("problem.forbidden");
                    }
                };
            }
            case EDIT_VEHICLE_OF_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> vehicles.edit(device.id(), null, new Vehicle("AB 1", null, null, null, null));
            }
            case SEE_VEHICLE_AND_PHOTOS_OF_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> {
                    vehicles.of(device.id());
                    photos.taken(device.id());
                    photos.of(device.id(), 1);
                };
            }
            case TAG_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> tags.change(List.of(device.unitId()), Tag.of("cold"), Set.of());
            }
            case SEE_TAGS_IN_USE -> () -> tags.used(place.id(), ListQuery.all());
            case REGISTER_DEVICE_WITH_TAGS -> () -> desk.register(register(place, true), null, Tag.of("cold"));
            case ASSIGN_DEVICE -> {
                DeviceRow device = device(place, true);
                User user = bystander(action, place);
                yield () -> assignments.assign(List.of(user.id()), List.of(device.id()));
            }
            case ASSIGN_USER_TO_LOCATION -> {
                Location location = location(place);
                User user = bystander(action, place);
                yield () -> userPlaces.put(location.id(), List.of(user.id()), "");
            }
            case RESET_CREDENTIAL -> {
                DeviceRow device = device(place, true);
                yield () -> devices.resetCredential(device.id());
            }
            case DECOMMISSION_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> retirement.decommission(device.id(), null);
            }
            case SWAP_DEVICE -> {
                DeviceRow device = device(place, true);
                yield () -> retirement.swap(device.id(), null, new UnitId("matrix-" + Cast.next()));
            }
            case SEE_LATE_SWAP -> {
                DeviceRow device = device(place, true);
                yield () -> retirement.replacedLately(device.id());
            }
            case SEE_SUCCESSOR -> {
                DeviceRow device = device(place, true);
                yield () -> retirement.successor(device.id());
            }
            case SEE_OTHER_USE_OF_SUCCESSOR -> {
                DeviceRow device = device(place, true);
                yield () -> retirement.otherUse(device.id(), device.unitId());
            }
            case UNDO_SWAP -> {
                DeviceRow next = successor(place);
                yield () -> retirement.undo(next.id());
            }
            case MOVE_DEVICE_THERE -> {
                DeviceRow device = device(places.get(OWN), true);
                yield () -> deviceMoves.move(place.id(), List.of(device.unitId()));
            }
            case MOVE_DEVICE_BACK -> {
                DeviceRow device = device(places.get(OWN), true);
                var origin = new DeviceMoves.Origin(place.id(), UnitState.ACCEPTED, null);
                yield () -> deviceMoves.back(places.get(OWN).id(), Map.of(device.unitId(), origin));
            }
            case CLAIM_DEVICE -> {
                Registered device = Cast.as(cast.owner(), () -> devices.register(register(place, true)));
                ClaimCode code = new ClaimCode(device.credential().claimCode());
                yield () -> claims.claim(device.device().unitId(), code, place.id(), null);
            }
            case SWAP_ON_SITE -> {
                UnitLabel old = label(place);
                UnitLabel next = label(place);
                yield () -> swaps.swap(old, next);
            }
            case INSTALL_DEVICE -> {
                Registered device = Cast.as(cast.owner(), () -> devices.register(register(place, true)));
                ClaimCode code = new ClaimCode(device.credential().claimCode());
                yield () -> {
                    DeviceId id = claims.claim(device.device().unitId(), code, place.id(), null)
                            .id();
                    vehicles.enter(id, new Vehicle("AB 12 345", null, null, null, null));
                    installations.finish(id);
                    installations.undo(id);
                };
            }
            case SEND_OFFLINE_ENTRY -> {
                OfflineEntry entry = new OfflineEntry(UUID.randomUUID(), label(place), null, place.id(), null, null);
                yield () -> {
                    offlineEntries.enter(entry);
                    offlinePhotos.keep(entry.key(), UUID.randomUUID(), PHOTO);
                };
            }
            case LIST_ENROLMENT_TOKENS -> () -> enrolmentTokens.list(place.id(), ListQuery.all());
            case CREATE_ENROLMENT_TOKEN -> () -> enrolmentTokens.create(enrolmentToken(place));
            case REVOKE_ENROLMENT_TOKEN -> {
                long token = Cast.as(cast.owner(), () -> enrolmentTokens.create(enrolmentToken(place)))
                        .token()
                        .id();
                yield () -> enrolmentTokens.revoke(token);
            }
            case LIST_INSTALL_JOBS -> () -> installJobs.list(place.id(), ListQuery.all());
            case CREATE_INSTALL_JOB -> () -> installJobs.create(installJob(place));
            case REVOKE_INSTALL_JOB -> {
                long job = Cast.as(cast.owner(), () -> installJobs.create(installJob(place)))
                        .job()
                        .id();
                yield () -> installJobs.revoke(job);
            }
        };
    }

    /** The one there at whom the action is tried. */
    private User bystander(Action action, Customer place) {
        return bystanders.computeIfAbsent(
                action + " " + place.id(), key -> cast.user(place.id(), Group.ACCOUNT_ADMINISTRATOR));
    }

    /** A customer that stands to the holders as the place does, and may be emptied or deleted. */
    Customer replacement(Customer place) {
        return place == places.get(OWN) ? place : cast.customer(Objects.requireNonNull(place.parentId()));
    }

    /** A customer below the lowest place. */
    Customer nested() {
        return cast.customer(places.get(GRANDCHILD).id());
    }

    Location location(Customer place) {
        return Cast.as(cast.owner(), () -> locations.create(place.id(), new Name("Depot " + Cast.next())));
    }

    /** Nobody was left out. */
    private static void done(BulkResult result) {
        if (!result.refused().isEmpty()) {
            throw Rejected.forbidden("problem.forbidden");
        }
    }

    User invited(Customer place) {
        return Cast.as(cast.owner(), () -> users.create(userData(place), new Users.FirstPassword.Invited()))
                .user();
    }

    private UnitLabel label(Customer place) {
        Registered device = Cast.as(cast.owner(), () -> devices.register(register(place, true)));
        return new UnitLabel(
                device.device().unitId(), new ClaimCode(device.credential().claimCode()));
    }

    DeviceRow device(Customer place, boolean accept) {
        return Cast.as(cast.owner(), () -> devices.register(register(place, accept)))
                .device();
    }

    /** A device that has just taken another one's place. */
    DeviceRow successor(Customer place) {
        DeviceRow device = device(place, true);
        return Cast.as(cast.owner(), () -> retirement.swap(device.id(), null, new UnitId("matrix-" + Cast.next())))
                .device();
    }

    private static RegisterDevice register(Customer place, boolean accept) {
        return new RegisterDevice(new UnitId("matrix-" + Cast.next()), null, place.id(), null, accept);
    }

    private static NewInstallJob installJob(Customer place) {
        return new NewInstallJob(
                new Name("matrix"), place.id(), null, 1, java.time.Instant.now().plusSeconds(3600), null);
    }

    private static NewEnrolmentToken enrolmentToken(Customer place) {
        return new NewEnrolmentToken(new Name("Token"), place.id(), null, null, null, false);
    }

    private static UserData userData(Customer place) {
        String name = "matrix" + Cast.next();
        return new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                place.id(),
                Set.of(Group.ACCOUNT_ADMINISTRATOR),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }
}
