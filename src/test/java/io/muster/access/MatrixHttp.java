package io.muster.access;

import io.muster.Cast;
import io.muster.access.RightsMatrixTest.Action;
import io.muster.access.RightsMatrixTest.Holder;
import io.muster.access.RightsMatrixTest.Place;
import io.muster.api.Client;
import io.muster.api.Clients;
import io.muster.customer.Customer;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import io.muster.user.User;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of {@link RightsMatrixTest} as requests of the REST interface, and what each must be answered. */
final class MatrixHttp {

    private static final String NOBODY = "987654321987654";

    private final RightsMatrixTest matrix;
    private final Clients clients;
    private final Map<String, Client> known = new HashMap<>();

    /** Those to whom nothing has happened, because all who tried were refused. */
    private final Map<String, User> untouched = new HashMap<>();

    MatrixHttp(RightsMatrixTest matrix, Clients clients) {
        this.matrix = matrix;
        this.clients = clients;
    }

    /**
     * A request.
     *
     * @param id what it names, in the path or in the body
     */
    private record Request(
            String method, String path, @Nullable Object body, Object id) {

        /** The same about something that does not exist. */
        Request elsewhere() {
            return new Request(method, path.replaceAll("(?<![0-9])" + id + "(?![0-9])", NOBODY), replaced(body), id);
        }

        private @Nullable Object replaced(@Nullable Object sent) {
            if (!(sent instanceof Map<?, ?> fields)) {
                return sent;
            }
            Map<Object, Object> copy = new HashMap<>(fields);
            copy.replaceAll((name, value) -> value.equals(id.toString()) ? NOBODY : value);
            return copy;
        }
    }

    /** What was answered; {@code told} is what a refusal gives away that one about nothing does not. */
    record Outcome(int status, String told) {}

    /** Sends the action's request; empty where the interface has none. */
    Optional<Outcome> outcome(Action action, User actor, Place place, Customer customer, Scope... scopes) {
        Request request = request(action, customer);
        if (request == null) {
            return Optional.empty();
        }
        Client client =
                known.computeIfAbsent(actor.id() + List.of(scopes).toString(), key -> clients.of(actor, scopes));
        Client.Answer answer = client.send(request.method(), request.path(), request.body());
        if (answer.status() / 100 == 2) {
            untouched.remove(action + " " + customer.id());
        }
        boolean hidden = place == Place.PARENT || place == Place.SIBLING;
        if (!hidden || answer.status() / 100 == 2) {
            return Optional.of(new Outcome(
                    answer.status(),
                    answer.status() / 100 == 2 ? "" : answer.raw().body()));
        }
        Request nothing = request.elsewhere();
        Client.Answer unknown = client.send(nothing.method(), nothing.path(), nothing.body());
        boolean same = answer.status() == unknown.status() && problem(answer).equals(problem(unknown));
        return Optional.of(new Outcome(
                same ? answer.status() : -1,
                answer.raw().body()
                        + (same ? "" : " instead of " + unknown.raw().body())));
    }

    private static List<String> problem(Client.Answer answer) {
        return List.of(
                answer.json().path("type").asString(""),
                answer.json().path("title").asString(""),
                answer.json().path("detail").asString(""),
                answer.json().path("errors").toString());
    }

    /** Which statuses are right. */
    static Set<Integer> expected(Action action, Holder holder, Place place) {
        if (action.works(holder, place)) {
            return Set.of(200, 201, 204);
        }
        if (place == Place.PARENT || place == Place.SIBLING) {
            // A customer named in the body is an error of that field. Whoever may nowhere do it is told so at once.
            boolean nowhere = EnumSet.allOf(Place.class).stream().noneMatch(other -> action.works(holder, other));
            int hidden = switch (action) {
                case CREATE_CUSTOMER, MOVE_CUSTOMER_THERE, CREATE_USER, CREATE_LOCATION -> 422;
                default -> 404;
            };
            return nowhere ? Set.of(403, hidden) : Set.of(hidden);
        }
        return Set.of(403, 404);
    }

    /** Each of these scopes is enough. */
    static Set<Scope> scopes(Action action) {
        return switch (action) {
            case SEE_CUSTOMER, LIST_USERS, SEE_USER, LIST_LOCATIONS, SEE_LOCATION, READ_HISTORY ->
                EnumSet.of(Scope.READ);
            case LIST_DEVICES, SEE_DEVICE -> EnumSet.of(Scope.READ, Scope.DEVICES);
            case EDIT_CUSTOMER,
                    CREATE_CUSTOMER,
                    SUSPEND_CUSTOMER,
                    RESUME_CUSTOMER,
                    MOVE_CUSTOMER,
                    MOVE_CUSTOMER_THERE,
                    DELETE_CUSTOMER,
                    EMPTY_CUSTOMER,
                    CREATE_LOCATION,
                    EDIT_LOCATION,
                    DELETE_LOCATION -> EnumSet.of(Scope.WRITE, Scope.ADMIN);
            case REGISTER_DEVICE,
                    APPROVE_DEVICE,
                    DENY_DEVICE,
                    EDIT_DEVICE,
                    EDIT_VEHICLE_OF_DEVICE,
                    TAG_DEVICE,
                    REGISTER_DEVICE_WITH_TAGS,
                    RESET_CREDENTIAL,
                    UNDO_SWAP -> EnumSet.of(Scope.WRITE, Scope.DEVICES);
            // Everything inside must be the token's to move: users, devices, locations.
            case EMPTY_CUSTOMER_OF_DEVICES -> EnumSet.of(Scope.WRITE);
            case EMPTY_CUSTOMER_OF_LOCATIONS -> EnumSet.of(Scope.WRITE, Scope.ADMIN);
            // The users of the matrix hold a group that gives more than any one scope allows.
            case CREATE_USER,
                    EDIT_USER,
                    DEACTIVATE_USER,
                    DELETE_USER,
                    RESTORE_USER,
                    INVITE_USER,
                    REVOKE_INVITATION,
                    RESET_PASSWORD,
                    RESET_SECOND_FACTOR -> EnumSet.noneOf(Scope.class);
            default -> EnumSet.of(Scope.ADMIN);
        };
    }

    /** Prepares, as the owner, what the action needs; null where only people do it, in pages. */
    private @Nullable Request request(Action action, Customer place) {
        String customer = "/api/v1/customers/" + place.id();
        return switch (action) {
            case SEE_CUSTOMER -> new Request("GET", customer, null, place.id());
            case EDIT_CUSTOMER -> new Request("PATCH", customer, Map.of("name", name("Edited")), place.id());
            case CREATE_CUSTOMER ->
                new Request(
                        "POST",
                        "/api/v1/customers",
                        Map.of(
                                "name", name("New"),
                                "email", "office@example.com",
                                "parentId", place.id().toString()),
                        place.id());
            case SUSPEND_CUSTOMER -> {
                Customer spare = matrix.replacement(place);
                yield new Request("POST", "/api/v1/customers/" + spare.id() + "/suspend", null, spare.id());
            }
            case RESUME_CUSTOMER -> new Request("POST", customer + "/resume", null, place.id());
            case MOVE_CUSTOMER -> new Request("POST", customer + "/move", parent(place), place.id());
            case MOVE_CUSTOMER_THERE -> {
                Customer moved = matrix.nested();
                yield new Request(
                        "POST",
                        "/api/v1/customers/" + moved.id() + "/move",
                        Map.of("parentId", place.id().toString()),
                        place.id());
            }
            case DELETE_CUSTOMER -> {
                Customer spare = matrix.replacement(place);
                yield new Request("DELETE", "/api/v1/customers/" + spare.id(), null, spare.id());
            }
            case EMPTY_CUSTOMER -> empty(matrix.replacement(place).id());
            case EMPTY_CUSTOMER_OF_USERS -> {
                User inside = untouched.computeIfAbsent(
                        action + " " + place.id(),
                        key -> matrix.cast.user(matrix.replacement(place).id(), Group.ACCOUNT_ADMINISTRATOR));
                yield empty(inside.customerId());
            }
            case EMPTY_CUSTOMER_OF_DEVICES -> {
                Customer spare = matrix.replacement(place);
                matrix.device(spare, true);
                yield empty(spare.id());
            }
            case EMPTY_CUSTOMER_OF_LOCATIONS -> {
                Customer spare = matrix.replacement(place);
                matrix.location(spare);
                yield empty(spare.id());
            }
            case LIST_USERS -> new Request("GET", "/api/v1/users?customerId=" + place.id(), null, place.id());
            case LIST_DELETED_USERS ->
                new Request("GET", "/api/v1/users/deleted?customerId=" + place.id(), null, place.id());
            case LIST_LOCATIONS -> new Request("GET", "/api/v1/locations?customerId=" + place.id(), null, place.id());
            case LIST_DEVICES -> new Request("GET", "/api/v1/devices?customerId=" + place.id(), null, place.id());
            case READ_HISTORY -> new Request("GET", "/api/v1/audit?customerId=" + place.id(), null, place.id());
            default -> ofOne(action, place);
        };
    }

    private @Nullable Request ofOne(Action action, Customer place) {
        return switch (action) {
            case SEE_USER -> user("GET", "", null, person(action, place));
            case CREATE_USER -> {
                String name = "matrix" + Cast.next();
                yield new Request(
                        "POST",
                        "/api/v1/users",
                        Map.of(
                                "email",
                                name + "@example.com",
                                "username",
                                name,
                                "password",
                                Cast.PASSWORD,
                                "groups",
                                List.of("ACCOUNT_ADMINISTRATOR"),
                                "customerId",
                                place.id().toString()),
                        place.id());
            }
            case EDIT_USER -> user("PATCH", "", Map.of("firstName", "Edith"), person(action, place));
            case DEACTIVATE_USER -> user("PATCH", "", Map.of("active", false), person(action, place));
            case DELETE_USER -> user("DELETE", "", null, person(action, place));
            case RESTORE_USER -> {
                User user = person(action, place);
                yield user("POST", "/restore", null, user);
            }
            case INVITE_USER -> user("POST", "/invite", null, matrix.invited(place));
            case REVOKE_INVITATION -> user("DELETE", "/invite", null, matrix.invited(place));
            case RESET_PASSWORD -> user("POST", "/password-reset", null, person(action, place));
            case RESET_SECOND_FACTOR -> {
                User user = person(action, place);
                yield user("DELETE", "/second-factor", null, user);
            }
            case SEE_LOCATION -> location("GET", null, place);
            case EDIT_LOCATION -> location("PATCH", Map.of("name", name("Yard")), place);
            case DELETE_LOCATION -> location("DELETE", null, place);
            case CREATE_LOCATION ->
                new Request(
                        "POST",
                        "/api/v1/locations",
                        Map.of("name", name("Depot"), "customerId", place.id().toString()),
                        place.id());
            case SEE_DEVICE -> device("GET", "", null, place, true);
            case REGISTER_DEVICE ->
                new Request(
                        "POST",
                        "/api/v1/devices",
                        Map.of(
                                "unitId",
                                "matrix-http-" + Cast.next(),
                                "customerId",
                                place.id().toString()),
                        place.id());
            case REGISTER_DEVICE_WITH_TAGS ->
                new Request(
                        "POST",
                        "/api/v1/devices",
                        Map.of(
                                "unitId",
                                "matrix-http-" + Cast.next(),
                                "customerId",
                                place.id().toString(),
                                "tags",
                                List.of("cold")),
                        place.id());
            case EDIT_DEVICE -> device("PATCH", "", Map.of("name", name("Van")), place, true);
            case EDIT_VEHICLE_OF_DEVICE -> device("PATCH", "", Map.of("vehicle", Map.of("plate", "AB 1")), place, true);
            case TAG_DEVICE -> device("PATCH", "", Map.of("tags", List.of("cold")), place, true);
            case APPROVE_DEVICE -> device("POST", "/approve", null, place, false);
            case DENY_DEVICE -> device("POST", "/deny", null, place, false);
            case RESET_CREDENTIAL -> device("POST", "/credential", null, place, true);
            case UNDO_SWAP -> device("POST", "/swap/undo", null, matrix.successor(place));
            default -> null;
        };
    }

    private User person(Action action, Customer place) {
        return untouched.computeIfAbsent(action + " " + place.id(), key -> fresh(action, place));
    }

    private User fresh(Action action, Customer place) {
        User user = matrix.cast.user(place.id(), Group.ACCOUNT_ADMINISTRATOR);
        if (action == Action.RESTORE_USER) {
            Cast.as(matrix.cast.owner(), () -> matrix.users.delete(user.id(), null));
        }
        if (action == Action.RESET_SECOND_FACTOR) {
            matrix.jdbc
                    .sql("insert into second_factor values (:id, 'secret', true, 0, current_timestamp, null)")
                    .param("id", user.id().value())
                    .update();
        }
        return user;
    }

    private static Request user(String method, String verb, @Nullable Object body, User user) {
        return new Request(method, "/api/v1/users/" + user.id() + verb, body, user.id());
    }

    private Request location(String method, @Nullable Object body, Customer place) {
        Object id = matrix.location(place).id();
        return new Request(method, "/api/v1/locations/" + id, body, id);
    }

    private Request device(String method, String verb, @Nullable Object body, Customer place, boolean accepted) {
        return device(method, verb, body, matrix.device(place, accepted));
    }

    private static Request device(String method, String verb, @Nullable Object body, DeviceRow device) {
        return new Request(method, "/api/v1/devices/" + device.id() + verb, body, device.id());
    }

    private static Request empty(CustomerId customer) {
        return new Request("POST", "/api/v1/customers/" + customer + "/empty", null, customer);
    }

    private static Map<String, String> parent(Customer place) {
        return Map.of("parentId", Objects.requireNonNull(place.parentId()).toString());
    }

    private static String name(String first) {
        return first + " " + Cast.next();
    }
}
