package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.kernel.UserId;
import io.muster.user.OneTimeLinks;
import io.muster.user.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What brings users back, and what ends: deleted users, lost passwords and second factors, invitations, accounts with an end. */
@MusterTest
class UserRecoveryApiTest {

    private static final String USERS = "/api/v1/users";

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    OneTimeLinks links;

    @Autowired
    JdbcClient jdbc;

    private Customer own;
    private Customer child;
    private User administrator;
    private User member;
    private User beside;
    private Client client;

    @BeforeEach
    void family() {
        Customer parent = cast.customer();
        own = cast.customer(parent.id());
        child = cast.customer(own.id());
        administrator = cast.administrator(own.id());
        member = cast.user(child.id(), Group.FLEET_MANAGEMENT);
        beside = cast.user(cast.customer(parent.id()).id(), Group.FLEET_MANAGEMENT);
        client = clients.of(administrator);
    }

    private static String at(User user) {
        return USERS + "/" + user.id();
    }

    /** Nobody without the group or the scope, and nothing out of reach. */
    private void is_refused_to_others(String method, String tail) {
        Object body = method.equals("POST") ? "{}" : null;
        User fleet = cast.user(own.id(), Group.FLEET_MANAGEMENT, Group.DEVICE_MANAGEMENT);
        assertThat(clients.of(fleet).send(method, at(member) + tail, body).status())
                .isEqualTo(403);
        assertThat(clients.of(administrator, Scope.READ, Scope.WRITE)
                        .send(method, at(member) + tail, body)
                        .status())
                .isEqualTo(403);
        User lesser = cast.user(own.id(), Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR);
        assertThat(clients.of(lesser).send(method, at(member) + tail, body).status())
                .isEqualTo(403);
        String missing =
                client.send(method, USERS + "/999999999" + tail, body).raw().body();
        for (User foreign : List.of(beside, cast.owner())) {
            Client.Answer answer = client.send(method, at(foreign) + tail, body);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.raw().body()).isEqualTo(missing);
        }
    }

    @Test
    void a_deleted_user_is_listed_and_comes_back() {
        client.delete(at(member));
        clients.of(cast.owner()).delete(at(beside));
        is_refused_to_others("POST", "/restore");
        String deleted = client.get(USERS + "/deleted").raw().body();
        assertThat(deleted).contains(member.username()).doesNotContain(beside.username());
        assertThat(client.get(USERS + "/deleted?customerId=" + child.id())
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.get(USERS + "/deleted?customerId=" + beside.customerId())
                        .status())
                .isEqualTo(404);
        User fleet = cast.user(own.id(), Group.FLEET_MANAGEMENT);
        assertThat(clients.of(fleet).get(USERS + "/deleted").status()).isEqualTo(403);
        Client.Answer back = client.post(at(member) + "/restore", "{}");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.text("username")).isEqualTo(member.username());
        assertThat(client.get(at(member)).status()).isEqualTo(200);
        assertThat(client.post(at(member) + "/restore", "{}").status()).isEqualTo(404);
    }

    @Test
    void a_password_is_reset_by_mail_and_the_answer_has_no_link() {
        is_refused_to_others("POST", "/password-reset");
        Client.Answer given = client.post(at(member) + "/password-reset", "{}");
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.text("link")).isEmpty();
        client.patch(at(member), Map.of("active", false));
        assertThat(client.post(at(member) + "/password-reset", "{}").status()).isEqualTo(409);
    }

    @Test
    void users_of_a_suspended_customer_get_no_links() {
        Client.Answer invited = invite(child);
        client.post("/api/v1/customers/" + child.id() + "/suspend", "");
        assertThat(client.post(at(member) + "/password-reset", "{}").status()).isEqualTo(409);
        assertThat(client.post(USERS + "/" + invited.text("id") + "/invite", "{}")
                        .status())
                .isEqualTo(409);
        Client.Answer created = invite(child);
        assertThat(created.status()).isEqualTo(201);
        UserId id = UserId.of(created.text("id"));
        assertThat(links.issue(OneTimeLinks.Purpose.INVITE, id, administrator.id()))
                .isEmpty();
        client.post("/api/v1/customers/" + child.id() + "/resume", "");
        assertThat(client.post(at(member) + "/password-reset", "{}").status()).isEqualTo(200);
        assertThat(client.post(USERS + "/" + id + "/invite", "{}").status()).isEqualTo(200);
    }

    private Client.Answer invite(Customer customer) {
        String name = "invited" + Cast.next();
        return client.post(
                USERS,
                Map.of(
                        "email",
                        name + "@example.com",
                        "username",
                        name,
                        "customerId",
                        customer.id().toString(),
                        "groups",
                        List.of("INSTALLER"),
                        "sendWelcomeMail",
                        true));
    }

    @Test
    void an_invitation_is_revoked() {
        Client.Answer invited = invite(own);
        is_refused_to_others("DELETE", "/invite");
        String path = USERS + "/" + invited.text("id") + "/invite";
        assertThat(client.delete(path).status()).isEqualTo(204);
        assertThat(client.delete(at(member) + "/invite").status()).isEqualTo(409);
    }

    @Test
    void a_second_factor_that_is_lost_is_taken_away() {
        is_refused_to_others("DELETE", "/second-factor");
        assertThat(client.delete(at(member) + "/second-factor").status()).isEqualTo(409);
        jdbc.sql("insert into second_factor values (:id, 'secret', true, 0, current_timestamp, null)")
                .param("id", member.id().value())
                .update();
        assertThat(client.delete(at(member) + "/second-factor").status()).isEqualTo(204);
        assertThat(client.delete(at(administrator) + "/second-factor").status()).isEqualTo(403);
    }

    @Test
    void an_account_gets_an_end_and_loses_it() {
        Instant end = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        Client.Answer ending = client.patch(at(member), Map.of("expiresAt", end.toString()));
        assertThat(ending.status()).isEqualTo(200);
        assertThat(Instant.parse(ending.text("expiresAt"))).isEqualTo(end);
        assertThat(client.get(at(member)).json()).isEqualTo(ending.json());
        Client.Answer named = client.patch(at(member), Map.of("firstName", "Ada"));
        assertThat(Instant.parse(named.text("expiresAt"))).isEqualTo(end);
        for (String wrong : List.of("2020-01-01T00:00:00Z", "tomorrow", "2026-12-31")) {
            assertThat(client.patch(at(member), Map.of("expiresAt", wrong)).fields())
                    .containsExactly("expiresAt");
        }
        assertThat(client.patch(at(member), Collections.singletonMap("expiresAt", null))
                        .json()
                        .get("expiresAt")
                        .isNull())
                .isTrue();
    }

    @Test
    void a_token_of_an_account_that_has_ended_is_dead() {
        Client token = clients.of(member);
        assertThat(token.get("/api/v1/me").status()).isEqualTo(200);
        jdbc.sql("update app_user set expires_at = created_at where id = :id")
                .param("id", member.id().value())
                .update();
        assertThat(token.get("/api/v1/me").status()).isEqualTo(401);
    }
}
