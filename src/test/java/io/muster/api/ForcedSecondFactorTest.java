package io.muster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.customer.CustomerData;
import io.muster.customer.Customers;
import io.muster.customer.MfaPolicy;
import io.muster.user.User;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where a second factor is forced, a token speaks for nobody who has none. */
@MusterTest
class ForcedSecondFactorTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Clients clients;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Clock clock;

    @Test
    void tokens_rest_until_their_owner_has_set_one_up() {
        Customer customer = cast.customer();
        User user = cast.administrator(customer.id());
        Client client = clients.of(user);
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
        force(customer, MfaPolicy.FORCED);
        Client.Answer refused = client.get("/api/v1/me");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("detail")).containsIgnoringCase("second factor");
        jdbc.sql("""
                        insert into second_factor (user_id, secret, confirmed, last_step, created_at)
                        values (:user, 'unused', true, 0, :now)
                        """)
                .param("user", user.id().value())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
        jdbc.sql("delete from second_factor where user_id = :user")
                .param("user", user.id().value())
                .update();
        assertThat(client.get("/api/v1/me").status()).isEqualTo(403);
        force(customer, MfaPolicy.OPTIONAL);
        assertThat(client.get("/api/v1/me").status()).isEqualTo(200);
    }

    private void force(Customer customer, MfaPolicy policy) {
        CustomerData data = customer.data();
        Cast.as(cast.owner(), () -> {
            long version = customers.get(customer.id()).version();
            return customers.edit(
                    customer.id(),
                    version,
                    new CustomerData(data.name(), data.email(), data.country(), data.preferences(), policy));
        });
    }
}
