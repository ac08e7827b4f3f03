package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.user.User;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@MusterTest
class AuditApiTest {

    private static final String AUDIT = "/api/v1/audit";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    private Customer parent;
    private Customer own;
    private Customer child;
    private User administrator;
    private Client client;

    @BeforeEach
    void family() {
        parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        administrator = cast.administrator(own.id());
        client = clients.of(administrator);
    }

    @Test
    void a_change_is_told_with_who_and_from_what_to_what() {
        client.patch("/api/v1/customers/" + child.id(), Map.of("name", "Renamed"));
        JsonNode entry = client.get(AUDIT + "?kind=customer&entity=" + child.id() + "&limit=1")
                .json()
                .get("items")
                .get(0);
        assertThat(entry.get("action").asString()).isEqualTo("edited");
        assertThat(entry.get("channel").asString()).isEqualTo("api");
        assertThat(entry.at("/actor/id").asString())
                .isEqualTo(administrator.id().toString());
        assertThat(entry.at("/actor/name").asString()).isEqualTo(administrator.username());
        assertThat(entry.get("changes").toString())
                .isEqualTo("[{\"field\":\"name\",\"from\":\"" + child.name() + "\",\"to\":\"Renamed\"}]");
        assertThat(entry.get("at").asString()).endsWith("Z");
    }

    @Test
    void filters_narrow_it_and_what_they_cannot_be_is_told() {
        client.patch("/api/v1/customers/" + child.id(), Map.of("name", "Renamed"));
        assertThat(total("?actor=" + administrator.id())).isPositive();
        assertThat(total("?actor=" + administrator.username())).isPositive();
        assertThat(total("?actor=nobody")).isZero();
        assertThat(total("?from=2100-01-01T00:00:00Z")).isZero();
        assertThat(total("?to=2000-01-01T00:00:00Z")).isZero();
        assertThat(total("?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z")).isPositive();
        assertThat(client.get(AUDIT + "?from=yesterday&to=x&kind=nothing").fields())
                .containsExactly("kind", "from", "to");
        assertThat(client.get(AUDIT + "?from=%2B999999999-12-31T00:00:00Z&to=-0001-01-01T00:00:00Z")
                        .fields())
                .containsExactly("from", "to");
    }

    @Test
    void things_of_another_kind_with_the_same_id_are_told_apart() {
        client.patch("/api/v1/customers/" + child.id(), Map.of("name", "Renamed"));
        int customers = total("?entity=customer:" + child.id());
        assertThat(customers)
                .isPositive()
                .isEqualTo(total("?kind=customer&entity=" + child.id()))
                .isEqualTo(total("?kind=customer&entity=customer:" + child.id()))
                .isLessThanOrEqualTo(total("?entity=" + child.id()));
        assertThat(total("?entity=device:" + child.id())).isZero();
        assertThat(client.get(AUDIT + "?kind=user&entity=customer:" + child.id())
                        .fields())
                .containsExactly("entity");
        assertThat(client.get(AUDIT + "?entity=nothing:" + child.id()).fields()).containsExactly("entity");
    }

    private int total(String query) {
        return client.get(AUDIT + query).json().get("total").asInt();
    }

    @Test
    void nothing_above_or_beside_is_in_it() {
        for (String page : new String[] {"", "?entity=" + parent.id(), "?q=" + "customer"}) {
            assertThat(client.get(AUDIT + page)
                            .json()
                            .get("items")
                            .valueStream()
                            .map(entry -> entry.get("customerId").asString()))
                    .allMatch(id -> id.equals(own.id().toString())
                            || id.equals(child.id().toString()));
        }
        assertThat(client.get(AUDIT + "?customerId=" + parent.id()).status()).isEqualTo(404);
        assertThat(client.get(AUDIT + "?customerId=999999999").status()).isEqualTo(404);
    }

    @Test
    void only_administrators_read_it_and_nobody_changes_it() {
        assertThat(clients.of(cast.user(own.id(), Group.FLEET_MANAGEMENT))
                        .get(AUDIT)
                        .status())
                .isEqualTo(403);
        assertThat(client.delete(AUDIT + "/1").status()).isIn(404, 405);
        assertThat(client.post(AUDIT, Map.of("label", "x")).status()).isEqualTo(405);
        assertThat(client.patch(AUDIT, Map.of("label", "x")).status()).isEqualTo(405);
    }

    @Test
    void pages_follow_each_other() {
        for (int i = 0; i < 5; i++) {
            client.patch("/api/v1/customers/" + child.id(), Map.of("name", "Page " + i));
        }
        String cursor = client.get(AUDIT + "?limit=2").text("nextCursor");
        JsonNode first = client.get(AUDIT + "?limit=2").json().get("items");
        JsonNode second = client.get(AUDIT + "?limit=2&cursor=" + cursor).json().get("items");
        assertThat(second.get(0).get("id").asLong())
                .isLessThan(first.get(1).get("id").asLong());
    }
}
