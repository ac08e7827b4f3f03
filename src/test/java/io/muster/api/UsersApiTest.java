package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.kernel.Name;
import io.muster.location.Location;
import io.muster.location.Locations;
import io.muster.user.User;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class UsersApiTest {

    private static final String USERS = "/api/v1/users";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Locations locations;

    private Customer parent;
    private Customer own;
    private Customer child;
    private Customer sibling;
    private User administrator;
    private Client client;

    @BeforeEach
    void family() {
        parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        sibling = cast.customer(parent.id());
        administrator = cast.administrator(own.id());
        client = clients.of(administrator);
    }

    private static String at(User user) {
        return USERS + "/" + user.id();
    }

    private static Map<String, Object> valid(Customer customer) {
        String name = "api" + Cast.next();
        return new HashMap<>(Map.of(
                "email",
                name + "@example.com",
                "username",
                name,
                "customerId",
                customer.id().toString(),
                "groups",
                List.of("FLEET_MANAGEMENT"),
                "password",
                Cast.PASSWORD));
    }

    @Test
    void a_created_user_has_every_field_and_no_secret() {
        Map<String, Object> body = valid(child);
        body.putAll(Map.of(
                "firstName",
                "Åse",
                "lastName",
                "Sørensen",
                "phone",
                "+45 32 10 10 10",
                "street",
                "Havnegade",
                "streetNumber",
                "7 B",
                "postalCode",
                "8000",
                "city",
                "Aarhus",
                "country",
                "DK",
                "timeZone",
                "UTC",
                "timeFormat",
                "H12"));
        body.putAll(Map.of("units", "IMPERIAL", "groups", List.of("INSTALLER", "FLEET_MANAGEMENT")));
        Client.Answer created = client.post(USERS, body);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith(USERS + "/" + created.text("id"));
        assertThat(created.raw().body()).doesNotContain(Cast.PASSWORD, "assword", "argon2", "inviteLink");
        JsonNode user = created.json();
        body.remove("password");
        body.put("groups", List.of("FLEET_MANAGEMENT", "INSTALLER"));
        body.forEach((field, value) -> assertThat(user.get(field)).as(field).isEqualTo(Client.JSON.valueToTree(value)));
        assertThat(user.get("active").asBoolean()).isTrue();
        assertThat(user.get("restricted").asBoolean()).isFalse();
        assertThat(user.get("invited").asBoolean()).isFalse();
        assertThat(user.get("locationIds").size()).isZero();
        assertThat(user.get("lastLoginAt").isNull()).isTrue();
        Client.Answer read = client.get(USERS + "/" + created.text("id"));
        assertThat(read.json()).isEqualTo(user);
        Client.Answer list = client.get(USERS + "?q=" + user.get("username").asString());
        assertThat(list.json().get("items").get(0)).isEqualTo(user);
    }

    @Test
    void a_user_is_invited_or_given_a_password_but_not_both() {
        Map<String, Object> body = valid(own);
        body.put("sendWelcomeMail", true);
        assertThat(client.post(USERS, body).fields()).containsExactly("password");
        body.remove("password");
        Client.Answer invited = client.post(USERS, body);
        assertThat(invited.status()).isEqualTo(201);
        assertThat(invited.json().get("invited").asBoolean()).isTrue();
        assertThat(invited.json().has("inviteLink")).isFalse();
        Client.Answer again = client.post(USERS + "/" + invited.text("id") + "/invite", "{}");
        assertThat(again.status()).isEqualTo(200);
        assertThat(client.post(at(administrator) + "/invite", "{}").status()).isEqualTo(409);
        assertThat(client.post(at(cast.owner()) + "/invite", "{}").status()).isEqualTo(404);
        Map<String, Object> neither = valid(own);
        neither.remove("password");
        assertThat(client.post(USERS, neither).fields()).containsExactly("password");
        neither.put("sendWelcomeMail", false);
        assertThat(client.post(USERS, neither).fields()).containsExactly("password");
    }

    @Test
    void users_above_and_beside_do_not_exist() {
        User above = cast.user(parent.id(), Group.INSTALLER);
        User beside = cast.user(sibling.id(), Group.INSTALLER);
        User below = cast.user(child.id(), Group.INSTALLER);
        assertThat(client.get(at(below)).status()).isEqualTo(200);
        String missing = client.get(USERS + "/999999999").raw().body();
        for (User foreign : List.of(above, beside, cast.owner())) {
            for (Client.Answer answer : List.of(
                    client.get(at(foreign)),
                    client.patch(at(foreign), Map.of("active", false)),
                    client.delete(at(foreign)))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.raw().body()).isEqualTo(missing);
            }
            assertThat(clients.of(cast.owner())
                            .get(at(foreign))
                            .json()
                            .get("active")
                            .asBoolean())
                    .isTrue();
        }
        JsonNode list = client.get(USERS + "?sort=id").json();
        assertThat(list.get("total").asInt()).isEqualTo(2);
        assertThat(list.toString()).contains(below.username()).doesNotContain(above.username(), beside.username());
        assertThat(client.get(USERS + "?customerId=" + child.id())
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
        for (Object foreign : List.of(parent.id(), sibling.id(), cast.root(), "x")) {
            assertThat(client.get(USERS + "?customerId=" + foreign).status()).isEqualTo(404);
        }
    }

    @Test
    void without_the_group_users_are_neither_listed_nor_changed() {
        User other = cast.user(own.id(), Group.INSTALLER);
        Client fleet = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.DEVICE_MANAGEMENT));
        assertThat(fleet.get(USERS).status()).isEqualTo(403);
        assertThat(fleet.get(at(other)).status()).isEqualTo(403);
        assertThat(fleet.post(USERS, valid(own)).status()).isEqualTo(403);
        assertThat(fleet.patch(at(other), Map.of("active", false)).status()).isEqualTo(403);
        assertThat(fleet.delete(at(other)).status()).isEqualTo(403);
        Client home = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR));
        assertThat(home.get(USERS + "?customerId=" + child.id()).status()).isEqualTo(403);
        assertThat(home.get(USERS).status()).isEqualTo(200);
    }

    @Test
    void nobody_gives_more_than_they_have() {
        User manager = cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR, Group.INSTALLER);
        Client limited = clients.of(manager);
        Map<String, Object> body = valid(own);
        assertThat(limited.post(USERS, body).fields()).containsExactly("groups");
        body.put("groups", List.of("INSTALLER"));
        Client.Answer created = limited.post(USERS, body);
        assertThat(created.status()).isEqualTo(201);
        assertThat(limited.patch(
                                USERS + "/" + created.text("id"),
                                Map.of("groups", List.of("INSTALLER", "FULL_DEVICE_ACCESS")))
                        .fields())
                .containsExactly("groups");
        assertThat(limited.patch(at(administrator), Map.of("email", "mine@example.com"))
                        .status())
                .isEqualTo(403);
        assertThat(limited.delete(at(administrator)).status()).isEqualTo(403);
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("groups", List.of("INSTALLER")), Map.of("active", false), Map.of("restricted", true))) {
            assertThat(limited.patch(at(manager), change).status()).isEqualTo(403);
        }
        assertThat(limited.delete(at(manager)).status()).isEqualTo(403);
    }

    @Test
    void a_token_makes_nobody_who_may_more_than_the_token() {
        Client narrow = clients.of(administrator, Scope.READ, Scope.ADMIN);
        Map<String, Object> body = valid(own);
        body.put("groups", List.of("FULL_DEVICE_ACCESS"));
        Client.Answer reader = narrow.post(USERS, body);
        assertThat(reader.status()).isEqualTo(201);
        String path = USERS + "/" + reader.text("id");
        for (String group : List.of("DEVICE_MANAGEMENT", "ACCOUNT_ADMINISTRATOR", "INSTALLER", "FLEET_MANAGEMENT")) {
            Map<String, Object> stronger = valid(own);
            stronger.put("groups", List.of(group));
            assertThat(narrow.post(USERS, stronger).status()).as(group).isEqualTo(403);
            assertThat(narrow.patch(path, Map.of("groups", List.of(group))).text("detail"))
                    .as(group)
                    .contains("scopes");
        }
        assertThat(narrow.patch(path, Map.of("firstName", "Ada")).status()).isEqualTo(200);
        Client enough = clients.of(administrator, Scope.READ, Scope.ADMIN, Scope.DEVICES);
        assertThat(enough.post(USERS, valid(own)).status()).isEqualTo(201);
    }

    @Test
    void a_token_takes_nobody_over_who_may_more_than_the_token() {
        User stronger = cast.user(own.id(), Group.DEVICE_MANAGEMENT);
        Client narrow = clients.of(administrator, Scope.READ, Scope.ADMIN);
        for (Client.Answer answer : List.of(
                narrow.patch(at(stronger), Map.of("email", "other" + Cast.next() + "@example.com")),
                narrow.post(at(stronger) + "/password-reset", "{}"),
                narrow.delete(at(stronger) + "/second-factor"),
                narrow.patch(at(administrator), Map.of("firstName", "Ada")),
                narrow.delete(at(stronger)))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text("detail")).contains("scopes");
        }
        assertThat(client.post(at(stronger) + "/password-reset", "{}").status()).isEqualTo(200);
    }

    @Test
    void nobody_takes_their_own_account_over_by_a_token() {
        assertThat(client.post(at(administrator) + "/password-reset", "{}").status())
                .isEqualTo(403);
        Client.Answer answer = client.patch(at(administrator), Map.of("email", "mine" + Cast.next() + "@example.com"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("detail")).contains("profile");
        assertThat(client.patch(at(administrator), Map.of("firstName", "Ada")).status())
                .isEqualTo(200);
    }

    @Test
    void a_customer_out_of_reach_is_refused_as_an_unknown_one_is() {
        User user = cast.user(own.id(), Group.INSTALLER);
        String unknown =
                client.patch(at(user), Map.of("customerId", "999999999")).raw().body();
        for (Object foreign : List.of(parent.id(), sibling.id(), "x", "")) {
            Client.Answer moved = client.patch(at(user), Map.of("customerId", foreign.toString()));
            assertThat(moved.status()).isEqualTo(422);
            assertThat(moved.raw().body()).isEqualTo(unknown);
            Map<String, Object> body = valid(own);
            body.put("customerId", foreign.toString());
            assertThat(client.post(USERS, body).fields()).containsExactly("customerId");
        }
        assertThat(client.get(at(user)).text("customerId")).isEqualTo(own.id().toString());
        assertThat(client.patch(at(user), Map.of("customerId", child.id().toString()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_list_of_locations_with_one_foreign_id_is_refused_as_a_whole() {
        Location mine = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Mine")));
        Location theirs = Cast.as(cast.owner(), () -> locations.create(sibling.id(), new Name("Theirs")));
        User user = cast.user(own.id(), Group.INSTALLER);
        for (Object foreign : List.of(theirs.id(), "999999999", "x")) {
            Client.Answer answer = client.patch(
                    at(user),
                    Map.of("restricted", true, "locationIds", List.of(mine.id().toString(), foreign.toString())));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("locationIds");
            assertThat(client.get(at(user)).json().get("locationIds").size()).isZero();
        }
        Client.Answer narrowed = client.patch(
                at(user),
                Map.of("restricted", true, "locationIds", List.of(mine.id().toString())));
        assertThat(narrowed.json().get("locationIds").toString()).isEqualTo("[\"" + mine.id() + "\"]");
        assertThat(client.get(USERS + "?q=" + user.username())
                        .json()
                        .at("/items/0/locationIds")
                        .toString())
                .isEqualTo("[\"" + mine.id() + "\"]");
        List<String> many = java.util.stream.IntStream.range(1, 2000)
                .mapToObj(String::valueOf)
                .toList();
        assertThat(client.patch(at(user), Map.of("locationIds", many)).fields()).containsExactly("locationIds");
    }

    @Test
    void an_address_or_name_that_is_taken_is_refused_in_any_case_and_tells_nothing_of_other_customers() {
        User mine = cast.user(own.id(), Group.INSTALLER);
        User theirs = cast.user(sibling.id(), Group.INSTALLER);
        Map<String, Object> body = valid(own);
        body.put("email", mine.email().value().toUpperCase(Locale.ROOT));
        body.put("username", mine.username().toUpperCase(Locale.ROOT));
        Client.Answer known = client.post(USERS, body);
        assertThat(known.fields()).containsExactly("email", "username");
        assertThat(known.raw().body()).contains("exists");
        body.put("email", theirs.email().value().toUpperCase(Locale.ROOT));
        body.put("username", theirs.username().toUpperCase(Locale.ROOT));
        Client.Answer foreign = client.post(USERS, body);
        assertThat(foreign.fields()).containsExactly("email", "username");
        assertThat(foreign.raw().body()).doesNotContain("exists", theirs.username());
        assertThat(client.patch(
                                at(mine),
                                Map.of("username", administrator.username().toUpperCase(Locale.ROOT)))
                        .fields())
                .containsExactly("username");
    }

    @Test
    void of_users_created_at_once_with_the_same_address_one_comes_into_being() throws Exception {
        Map<String, Object> body = valid(own);
        List<Integer> answers =
                Client.atOnce(6, number -> client.post(USERS, body).status());
        assertThat(answers).containsOnlyOnce(201).isSubsetOf(201, 422);
        assertThat(client.get(USERS + "?q=" + body.get("email"))
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_patch_keeps_what_it_does_not_name_and_null_clears() {
        Map<String, Object> body = valid(own);
        body.putAll(Map.of("firstName", "Ada", "city", "Ribe", "timeZone", "UTC", "units", "METRIC"));
        Client.Answer created = client.post(USERS, body);
        String path = USERS + "/" + created.text("id");
        Client.Answer after =
                client.patch(path, "{\"firstName\":null,\"timeZone\":null,\"units\":null,\"lastName\":\"L\"}");
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.json().get("firstName").isNull()).isTrue();
        assertThat(after.json().get("timeZone").isNull()).isTrue();
        assertThat(after.json().get("units").isNull()).isTrue();
        assertThat(after.text("lastName")).isEqualTo("L");
        assertThat(after.text("city")).isEqualTo("Ribe");
        assertThat(after.text("email")).isEqualTo(body.get("email"));
        Client.Answer required = client.patch(
                path,
                "{\"email\":null,\"username\":null,\"customerId\":null,\"groups\":null,\"active\":null,"
                        + "\"restricted\":null,\"locationIds\":null}");
        assertThat(required.fields())
                .containsExactly("email", "username", "customerId", "groups", "active", "restricted", "locationIds");
        assertThat(client.patch(path, Map.of("groups", List.of())).fields()).containsExactly("groups");
    }

    @Test
    void secrets_and_what_is_only_read_cannot_be_assigned() {
        User user = cast.user(own.id(), Group.INSTALLER);
        for (String field : List.of(
                "id",
                "version",
                "passwordHash",
                "lastLoginAt",
                "invited",
                "createdAt",
                "deletedAt",
                "emailKey",
                "scopes",
                "role")) {
            Map<String, Object> body = valid(own);
            body.put(field, "1");
            assertThat(client.post(USERS, body).status()).as(field).isEqualTo(400);
            assertThat(client.patch(at(user), Map.of(field, "1")).status()).isEqualTo(400);
        }
        for (String field : List.of("password", "sendWelcomeMail")) {
            assertThat(client.patch(at(user), Map.of(field, Cast.PASSWORD)).status())
                    .isEqualTo(400);
        }
    }

    @Test
    void wrong_types_and_values_are_told_by_field() {
        for (String pair : List.of(
                "\"email\":5",
                "\"groups\":\"INSTALLER\"",
                "\"active\":\"yes\"",
                "\"active\":1",
                "\"locationIds\":{}",
                "\"firstName\":[\"x\"]",
                "\"locationIds\":[7]")) {
            Map<String, Object> body = valid(own);
            String field = pair.substring(1, pair.indexOf('"', 1));
            body.remove(field);
            String json = Client.JSON.writeValueAsString(body);
            Client.Answer answer = client.post(USERS, json.substring(0, json.length() - 1) + "," + pair + "}");
            assertThat(answer.status()).as(pair).isEqualTo(422);
            assertThat(answer.fields()).as(pair).containsExactly(field);
        }
        Map<String, Object> body = valid(own);
        body.putAll(Map.of(
                "groups",
                List.of("ADMIN"),
                "username",
                "x",
                "phone",
                "12",
                "country",
                "Denmark",
                "timeZone",
                "Nowhere",
                "firstName",
                "\u0000",
                "city",
                "x".repeat(81)));
        assertThat(client.post(USERS, body).fields())
                .containsExactlyInAnyOrder("groups", "username", "phone", "country", "timeZone", "firstName", "city");
        Map<String, Object> weak = valid(own);
        for (String password : List.of("short", "x".repeat(129), "passwordpassword", "aaaaaaaaaaaaaa")) {
            weak.put("password", password);
            assertThat(client.post(USERS, weak).fields()).as(password).containsExactly("password");
        }
    }

    @Test
    void a_header_cannot_be_smuggled_into_an_address() {
        for (String bad : List.of("a@example.com\r\nBcc: b@example.com", "a@example.com,b@example.com", "a@b", "")) {
            Map<String, Object> body = valid(own);
            body.put("email", bad);
            assertThat(client.post(USERS, body).fields()).as(bad).containsExactly("email");
        }
    }

    @Test
    void a_deleted_user_is_gone_and_the_delete_heeds_the_version() {
        User user = cast.user(own.id(), Group.INSTALLER);
        String tag = client.get(at(user)).header("ETag");
        client.patch(at(user), Map.of("city", "Ribe"));
        assertThat(client.header("If-Match", tag).delete(at(user)).status()).isEqualTo(412);
        String current = client.get(at(user)).header("ETag");
        Client.Answer deleted = client.header("If-Match", current).delete(at(user));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.raw().body()).isEmpty();
        assertThat(client.get(at(user)).status()).isEqualTo(404);
        assertThat(client.delete(at(user)).status()).isEqualTo(404);
        assertThat(client.get(USERS + "?q=" + user.username())
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
    }

    @Test
    void a_restricted_administrator_passes_on_own_locations_only() {
        Location mine = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Mine")));
        Location other = Cast.as(cast.owner(), () -> locations.create(own.id(), new Name("Other")));
        Client narrow = clients.of(cast.user(own.id(), true, Set.of(mine.id()), Group.values()));
        Map<String, Object> body = valid(own);
        assertThat(narrow.post(USERS, body).status()).isEqualTo(422);
        body.put("restricted", true);
        body.put("locationIds", List.of(other.id().toString()));
        assertThat(narrow.post(USERS, body).status()).isEqualTo(422);
        body.put("locationIds", List.of(mine.id().toString()));
        assertThat(narrow.post(USERS, body).status()).isEqualTo(201);
    }

    @Test
    void every_sort_order_of_the_list_pages_through_all_users() {
        for (int i = 0; i < 5; i++) {
            cast.user(child.id(), Group.INSTALLER);
        }
        for (String sort : List.of("email", "-username", "customer", "-lastLoginAt", "createdAt", "active,-id", "id")) {
            java.util.Set<String> seen = new java.util.HashSet<>();
            String cursor = "";
            do {
                Client.Answer page = client.get(USERS + "?limit=2&sort=" + sort + "&cursor=" + cursor);
                page.json()
                        .get("items")
                        .forEach(item ->
                                assertThat(seen.add(item.get("id").asString())).isTrue());
                cursor = page.text("nextCursor");
            } while (!cursor.isEmpty());
            assertThat(seen).as(sort).hasSize(6);
        }
    }
}
