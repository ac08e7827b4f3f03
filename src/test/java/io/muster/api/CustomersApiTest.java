package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class CustomersApiTest {

    private static final String CUSTOMERS = "/api/v1/customers";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    private Customer parent;
    private Customer own;
    private Customer child;
    private Customer sibling;
    private Client client;

    @BeforeEach
    void family() {
        parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        sibling = cast.customer(parent.id());
        client = clients.of(cast.administrator(own.id()));
    }

    private static String at(Customer customer) {
        return CUSTOMERS + "/" + customer.id();
    }

    private static Map<String, Object> valid(String name) {
        return new HashMap<>(Map.of("name", name, "email", "office@example.com"));
    }

    @Test
    void own_and_nested_customers_are_found_and_nothing_above_or_beside() {
        assertThat(client.get(at(own)).status()).isEqualTo(200);
        assertThat(client.get(at(child)).status()).isEqualTo(200);
        String missing = client.get(CUSTOMERS + "/999999999").raw().body();
        for (String path : List.of(
                at(parent),
                at(sibling),
                CUSTOMERS + "/" + cast.root(),
                CUSTOMERS + "/0",
                CUSTOMERS + "/-1",
                CUSTOMERS + "/x",
                CUSTOMERS + "/" + "9".repeat(30))) {
            for (Client.Answer answer : List.of(
                    client.get(path),
                    client.patch(path, Map.of("name", "Taken over")),
                    client.delete(path),
                    client.post(path + "/empty", ""),
                    client.post(path + "/suspend", ""),
                    client.post(path + "/resume", ""),
                    client.post(path + "/move", Map.of("parentId", own.id().toString())))) {
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(answer.raw().body()).isEqualTo(missing);
            }
        }
        assertThat(clients.of(cast.owner()).get(at(parent)).text("name"))
                .isEqualTo(parent.name().value());
    }

    @Test
    void a_customer_shows_its_place_from_the_readers_home_down() {
        cast.user(own.id(), Group.INSTALLER);
        JsonNode home = client.get(at(own)).json();
        assertThat(home.get("parentId").isNull()).isTrue();
        assertThat(home.get("path").toString()).isEqualTo("[\"" + own.id() + "\"]");
        assertThat(home.get("counts").toString()).isEqualTo("{\"users\":2,\"devices\":0,\"customers\":1}");
        assertThat(home.get("status").asString()).isEqualTo("ACTIVE");
        assertThat(home.get("createdAt").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
        JsonNode nested = client.get(at(child)).json();
        assertThat(nested.get("parentId").asString()).isEqualTo(own.id().toString());
        assertThat(nested.get("path").toString()).isEqualTo("[\"" + own.id() + "\",\"" + child.id() + "\"]");
        assertThat(clients.of(cast.owner()).get(at(child)).json().get("path").size())
                .isEqualTo(4);
    }

    @Test
    void the_list_has_home_and_everything_below_and_its_total_too() {
        Client.Answer list = client.get(CUSTOMERS + "?sort=id&limit=500");
        assertThat(ids(list)).containsExactly(own.id().toString(), child.id().toString());
        assertThat(list.json().get("total").asInt()).isEqualTo(2);
        assertThat(list.json().get("nextCursor").isNull()).isTrue();
        assertThat(list.json().get("items").get(1))
                .isEqualTo(client.get(at(child)).json());
        assertThat(ids(client.get(CUSTOMERS + "?q=" + sibling.name().value().replace(" ", "%20"))))
                .doesNotContain(sibling.id().toString());
        assertThat(ids(clients.of(cast.user(own.id(), Group.INSTALLER)).get(CUSTOMERS)))
                .containsExactly(own.id().toString());
    }

    private static List<String> ids(Client.Answer list) {
        return list.json()
                .get("items")
                .valueStream()
                .map(item -> item.get("id").asString())
                .toList();
    }

    @Test
    void a_created_customer_takes_what_is_not_said_from_its_parent() {
        Client.Answer created = client.post(CUSTOMERS, valid("Nested"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("parentId")).isEqualTo(own.id().toString());
        assertThat(created.text("country")).isEqualTo("DK");
        assertThat(created.text("timeZone")).isEqualTo("Europe/Copenhagen");
        assertThat(created.text("units")).isEqualTo("METRIC");
        assertThat(created.header("Location")).endsWith(CUSTOMERS + "/" + created.text("id"));
        Client.Answer read = client.get(CUSTOMERS + "/" + created.text("id"));
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));

        Map<String, Object> full = new LinkedHashMap<>(Map.of(
                "name",
                "Full",
                "email",
                "a@example.com",
                "country",
                "us",
                "timeZone",
                "America/New_York",
                "timeFormat",
                "H12",
                "units",
                "IMPERIAL",
                "mfaPolicy",
                "FORCED",
                "parentId",
                child.id().toString()));
        Client.Answer second = client.post(CUSTOMERS, full);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json().get("path").size()).isEqualTo(3);
        full.put("country", "US");
        full.forEach((field, value) -> assertThat(second.text(field)).isEqualTo(value));
    }

    @Test
    void groups_decide_what_may_be_done_within_reach() {
        Client fleet = clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT));
        assertThat(fleet.get(at(own)).status()).isEqualTo(200);
        assertThat(fleet.post(CUSTOMERS, valid("No")).status()).isEqualTo(403);
        assertThat(fleet.patch(at(own), Map.of("name", "No")).status()).isEqualTo(403);
        Client nested = clients.of(cast.user(own.id(), Group.NESTED_CUSTOMER_ADMINISTRATOR));
        assertThat(nested.patch(at(own), Map.of("name", "No")).status()).isEqualTo(403);
        assertThat(nested.patch(at(child), Map.of("name", "Yes")).status()).isEqualTo(200);
        Client account = clients.of(cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR));
        assertThat(account.patch(at(own), Map.of("name", "Yes")).status()).isEqualTo(200);
        assertThat(account.patch(at(child), Map.of("name", "No")).status()).isEqualTo(403);
        assertThat(account.post(CUSTOMERS, valid("No")).status()).isEqualTo(403);
    }

    @Test
    void a_parent_out_of_reach_is_refused_as_an_unknown_one_is() {
        List<String> bodies = new ArrayList<>();
        for (String id : List.of(parent.id().toString(), sibling.id().toString(), "999999999", "x", "")) {
            Map<String, Object> body = valid("Intruder");
            body.put("parentId", id);
            Client.Answer answer = client.post(CUSTOMERS, body);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("parentId");
            bodies.add(answer.raw().body());
        }
        assertThat(bodies).containsOnly(bodies.getFirst());
        assertThat(clients.of(cast.owner())
                        .get(CUSTOMERS + "?q=intruder")
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
    }

    @Test
    void a_patch_changes_only_what_it_names() {
        Client.Answer before = client.get(at(child));
        Client.Answer after = client.patch(at(child), Map.of("name", "Renamed", "timeFormat", "H12"));
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.text("name")).isEqualTo("Renamed");
        assertThat(after.text("timeFormat")).isEqualTo("H12");
        assertThat(after.text("email")).isEqualTo(before.text("email"));
        assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
        assertThat(client.patch(at(child), "{}").header("ETag")).isEqualTo(after.header("ETag"));
        Client.Answer cleared = client.patch(at(child), "{\"name\":null,\"units\":null}");
        assertThat(cleared.status()).isEqualTo(422);
        assertThat(cleared.fields()).containsExactly("name", "units");
    }

    @Test
    void a_change_of_another_version_is_412() {
        String old = client.get(at(child)).header("ETag");
        assertThat(old).matches("\"\\d+\"");
        String current = client.patch(at(child), Map.of("name", "One")).header("ETag");
        for (String stale : List.of(old, "\"x\"", "W/" + current, "")) {
            Client.Answer answer = client.header("If-Match", stale).patch(at(child), Map.of("name", "Two"));
            assertThat(answer.status()).as(stale).isEqualTo(412);
            assertThat(answer.text("type")).isEqualTo("urn:muster:problem:stale");
        }
        for (String match : List.of("*", "\"x\", " + current)) {
            assertThat(client.header("If-Match", match)
                            .patch(at(child), Map.of("name", "One"))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(client.get(at(child)).text("name")).isEqualTo("One");
    }

    @Test
    void counts_are_read_anew_though_the_version_is_the_same() {
        Client.Answer before = client.get(at(child));
        cast.user(child.id(), Group.INSTALLER);
        Client.Answer after =
                client.header("If-None-Match", before.header("ETag")).get(at(child));
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
        assertThat(after.json().at("/counts/users").asInt()).isEqualTo(1);
    }

    @Test
    void nested_customers_are_counted_for_whoever_may_see_them() {
        cast.customer(own.id());
        assertThat(client.get(at(own)).json().at("/counts/customers").asInt()).isEqualTo(2);
        Client installer = clients.of(cast.user(own.id(), Group.INSTALLER));
        assertThat(installer.get(at(own)).json().at("/counts/customers").asInt())
                .isZero();
    }

    @Test
    void a_time_zone_has_a_name_of_iana() {
        for (String zone : List.of("SystemV/AST4", "SystemV/PST8PDT", "AST", "JST", "ACT", "+01:00", "GMT+1", "Z")) {
            assertThat(client.patch(at(child), Map.of("timeZone", zone)).fields())
                    .as(zone)
                    .containsExactly("timeZone");
        }
        for (String zone : List.of("Europe/Copenhagen", "Etc/GMT+5", "UTC", "America/Argentina/Ushuaia", "CET")) {
            assertThat(client.patch(at(child), Map.of("timeZone", zone)).text("timeZone"))
                    .isEqualTo(zone);
        }
    }

    @Test
    void of_changes_made_at_once_from_the_same_version_one_wins() throws Exception {
        Client versioned = client.header("If-Match", client.get(at(child)).header("ETag"));
        List<Integer> answers = Client.atOnce(
                8,
                number -> versioned
                        .patch(at(child), Map.of("name", "Racer " + number))
                        .status());
        assertThat(answers).containsOnlyOnce(200).isSubsetOf(200, 412);
    }

    @Test
    void all_mistakes_are_told_at_once_with_their_fields() {
        Map<String, Object> body = new HashMap<>();
        body.put("name", "a\u0007b");
        body.put("email", "not an address");
        body.put("country", "ZZ");
        body.put("timeZone", "Mars/Olympus");
        body.put("timeFormat", "h24");
        body.put("units", "metric");
        body.put("mfaPolicy", "");
        Client.Answer answer = client.post(CUSTOMERS, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.fields())
                .containsExactly("name", "email", "country", "timeZone", "timeFormat", "units", "mfaPolicy");
        answer.json()
                .get("errors")
                .forEach(error -> assertThat(error.get("message").asString())
                        .isNotBlank()
                        .doesNotStartWith("problem.")
                        .doesNotStartWith("api."));
        assertThat(client.post(CUSTOMERS, "{}").fields()).containsExactly("name", "email");
        assertThat(client.post(CUSTOMERS, valid("x".repeat(121))).fields()).containsExactly("name");
        assertThat(client.post(CUSTOMERS, valid("   ")).fields()).containsExactly("name");
    }

    @Test
    void characters_that_no_name_has_are_refused_and_others_are_kept() {
        for (String bad : List.of("a\\u0000b", "a\\r\\nBcc: x", "\\u001b[31m", "\\ud800", "a\\u202eb", "\\u2028")) {
            Client.Answer answer =
                    client.post(CUSTOMERS, "{\"name\":\"" + bad + "\",\"email\":\"office@example.com\"}");
            assertThat(answer.fields()).as(bad).containsExactly("name");
        }
        for (String good : List.of(
                "<script>alert(1)</script>",
                "=cmd|' /C calc'!A0",
                "${jndi:ldap://x}",
                "Ærø ApS 🚜",
                "Müller & Söhne \"GmbH\"")) {
            Client.Answer answer = client.post(CUSTOMERS, valid(good));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(client.get(CUSTOMERS + "/" + answer.text("id")).text("name"))
                    .isEqualTo(good);
        }
    }

    @Test
    void nothing_that_cannot_be_sent_is_taken() {
        for (String field : List.of("id", "path", "status", "counts", "version", "createdAt", "nonsense")) {
            Map<String, Object> body = valid("Assigned");
            body.put(field, "7");
            Client.Answer answer = client.post(CUSTOMERS, body);
            assertThat(answer.status()).as(field).isEqualTo(400);
            assertThat(answer.text("detail")).contains(field);
            assertThat(client.patch(at(child), Map.of(field, "7")).status()).isEqualTo(400);
        }
        assertThat(client.patch(at(child), Map.of("parentId", own.id().toString()))
                        .status())
                .isEqualTo(400);
        assertThat(client.get(at(child)).text("name")).isEqualTo(child.name().value());
    }

    @Test
    void a_search_takes_its_text_literally() {
        client.post(CUSTOMERS, valid("100%_sure\\ it's"));
        client.post(CUSTOMERS, valid("100 per cent"));
        for (String q : List.of("100%25_", "%25_SURE", "%5C%20it's", "%27")) {
            assertThat(client.get(CUSTOMERS + "?q=" + q).json().get("total").asInt())
                    .as(q)
                    .isEqualTo(1);
        }
        assertThat(client.get(CUSTOMERS + "?q=" + "x".repeat(5000)).status()).isEqualTo(200);
        assertThat(client.get(CUSTOMERS + "?q=%00").status()).isEqualTo(200);
    }

    @Test
    void pages_neither_skip_nor_repeat_while_rows_are_added() {
        for (String sort : List.of("name", "-createdAt", "-name,id", "users,-name", "country")) {
            List<String> before = new ArrayList<>(ids(client.get(CUSTOMERS + "?limit=500")));
            for (int i = 0; i < 6; i++) {
                before.add(client.post(CUSTOMERS, valid("Page " + i % 3)).text("id"));
            }
            List<String> seen = new ArrayList<>();
            String cursor = "";
            do {
                Client.Answer page = client.get(CUSTOMERS + "?limit=2&sort=" + sort + "&cursor=" + cursor);
                assertThat(page.status()).isEqualTo(200);
                seen.addAll(ids(page));
                cursor = page.text("nextCursor");
                if (seen.size() < 12) {
                    client.post(CUSTOMERS, valid("Aaa " + Cast.next()));
                    client.post(CUSTOMERS, valid("Zzz " + Cast.next()));
                }
            } while (!cursor.isEmpty());
            assertThat(seen).as(sort).doesNotHaveDuplicates().containsAll(before);
        }
    }

    @Test
    void what_a_list_cannot_be_asked_is_told() {
        for (String limit : List.of("0", "501", "-1", "x", "1.5", "99999999999")) {
            Client.Answer answer = client.get(CUSTOMERS + "?limit=" + limit);
            assertThat(answer.status()).as(limit).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("limit");
        }
        assertThat(client.get(CUSTOMERS + "?limit=500").status()).isEqualTo(200);
        for (String sort : List.of("nothing", "name;drop", "passwordHash", "-")) {
            assertThat(client.get(CUSTOMERS + "?sort=" + sort).fields())
                    .as(sort)
                    .containsExactly("sort");
        }
        String cursor = client.get(CUSTOMERS + "?limit=1&sort=-createdAt").text("nextCursor");
        String inOtherOrder = client.get(CUSTOMERS + "?limit=1&sort=createdAt").text("nextCursor");
        for (String bad : List.of("!!!", "AAAA", cursor.substring(2), "%00", inOtherOrder)) {
            assertThat(client.get(CUSTOMERS + "?limit=1&sort=-createdAt&cursor=" + bad)
                            .fields())
                    .as(bad)
                    .containsExactly("cursor");
        }
    }

    @Test
    void another_customer_cannot_be_slipped_in_by_a_header_or_parameter() {
        Client.Answer answer = client.header("X-Customer-Id", parent.id().toString())
                .get(CUSTOMERS + "?customerId=" + parent.id() + "&home=" + parent.id());
        assertThat(ids(answer))
                .containsExactlyInAnyOrder(own.id().toString(), child.id().toString());
        assertThat(Arrays.asList(
                        client.get("/api/v1/me?customerId=" + parent.id()).text("customer")))
                .doesNotContain(parent.id().toString());
    }

    @Test
    void a_customer_is_suspended_and_resumed() {
        Client below = clients.of(cast.administrator(child.id()));
        Client.Answer suspended = client.post(at(child) + "/suspend", "");
        assertThat(suspended.status()).isEqualTo(200);
        assertThat(suspended.text("status")).isEqualTo("SUSPENDED");
        assertThat(below.get("/api/v1/me").status()).isEqualTo(401);
        Client.Answer resumed = client.post(at(child) + "/resume", "");
        assertThat(resumed.text("status")).isEqualTo("ACTIVE");
        assertThat(resumed.header("ETag")).isNotEqualTo(suspended.header("ETag"));
        assertThat(below.get("/api/v1/me").status()).isEqualTo(200);
        assertThat(client.post(at(own) + "/suspend", "").status()).isEqualTo(403);
    }

    @Test
    void a_customer_is_moved_with_all_that_is_below_it() {
        Customer other = cast.customer(own.id());
        Customer leaf = cast.customer(child.id());
        Client.Answer moved =
                client.post(at(child) + "/move", Map.of("parentId", other.id().toString()));
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.text("parentId")).isEqualTo(other.id().toString());
        assertThat(client.get(at(leaf)).json().get("path").toString())
                .isEqualTo(
                        "[\"" + own.id() + "\",\"" + other.id() + "\",\"" + child.id() + "\",\"" + leaf.id() + "\"]");
        Client.Answer circle =
                client.post(at(other) + "/move", Map.of("parentId", leaf.id().toString()));
        assertThat(circle.status()).isEqualTo(409);
        List<String> bodies = new ArrayList<>();
        for (String id : List.of(parent.id().toString(), sibling.id().toString(), "999999999", "x", "")) {
            Client.Answer answer = client.post(at(child) + "/move", Map.of("parentId", id));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.fields()).containsExactly("parentId");
            bodies.add(answer.raw().body());
        }
        assertThat(bodies).containsOnly(bodies.getFirst());
        assertThat(client.post(at(child) + "/move", "{}").fields()).containsExactly("parentId");
        assertThat(client.post(at(child) + "/move", Map.of("name", "x")).status())
                .isEqualTo(400);
    }

    @Test
    void a_customer_that_is_not_empty_says_what_is_inside_and_goes_when_it_is() {
        cast.user(child.id(), Group.INSTALLER);
        Customer leaf = cast.customer(child.id());
        Client.Answer full = client.delete(at(child));
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.json().get("contents").toString())
                .isEqualTo("{\"users\":1,\"devices\":0,\"locations\":0,\"customers\":1}");
        assertThat(full.text("detail")).contains("1 user", "1 nested customer");
        assertThat(client.post(at(child) + "/empty", "").status()).isEqualTo(200);
        assertThat(client.get(at(leaf)).text("parentId")).isEqualTo(own.id().toString());
        assertThat(client.delete(at(child)).status()).isEqualTo(204);
        assertThat(client.get(at(child)).status()).isEqualTo(404);
    }

    @Test
    void of_another_version_a_customer_is_neither_moved_nor_suspended_nor_deleted() {
        String old = client.get(at(child)).header("ETag");
        client.patch(at(child), Map.of("name", "Changed"));
        Client stale = client.header("If-Match", old);
        assertThat(stale.delete(at(child)).status()).isEqualTo(412);
        assertThat(stale.post(at(child) + "/suspend", "").status()).isEqualTo(412);
        assertThat(stale.post(at(child) + "/move", Map.of("parentId", own.id().toString()))
                        .status())
                .isEqualTo(412);
        assertThat(client.header("If-Match", client.get(at(child)).header("ETag"))
                        .delete(at(child))
                        .status())
                .isEqualTo(204);
    }
}
