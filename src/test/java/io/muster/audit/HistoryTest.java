package io.muster.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.user.ApiTokens;
import io.muster.user.User;
import io.muster.user.Users;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Every change is in the history, together with the change or not at all. */
@MusterTest
class HistoryTest {

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Users users;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    ApiTokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    private List<String> actions(String kind, Object entity) {
        return jdbc.sql("select action from audit_entry where kind = :kind and entity = :entity order by id")
                .param("kind", kind)
                .param("entity", entity.toString())
                .query(String.class)
                .list();
    }

    private Map<String, Object> last(String kind, Object entity) {
        return jdbc.sql("select * from audit_entry where kind = :kind and entity = :entity order by id desc limit 1")
                .param("kind", kind)
                .param("entity", entity.toString())
                .query()
                .singleRow();
    }

    @Test
    void a_customer_that_is_created_and_edited_leaves_who_did_what() {
        Customer customer = cast.customer();
        Cast.as(cast.owner(), () -> customers.edit(customer.id(), customer.version(), Cast.customerData("Renamed")));
        assertThat(actions("CUSTOMER", customer.id())).containsExactly("created", "edited");
        Map<String, Object> row = last("CUSTOMER", customer.id());
        assertThat(row.get("actor_id")).isEqualTo(cast.owner().id().value());
        assertThat(row.get("actor_name")).isEqualTo("owner");
        assertThat(row.get("path")).isEqualTo(customer.path().value());
        assertThat(row.get("fields").toString())
                .isEqualTo("[{\"name\":\"name\",\"from\":\"" + customer.name() + "\",\"to\":\"Renamed\"}]");
    }

    @Test
    void an_edit_that_changes_nothing_leaves_nothing() {
        Customer customer = cast.customer();
        Cast.as(cast.owner(), () -> customers.edit(customer.id(), customer.version(), customer.data()));
        assertThat(actions("CUSTOMER", customer.id())).containsExactly("created");
    }

    @Test
    void users_leave_a_trail_without_their_password() {
        User user = cast.user(cast.customer().id(), Group.INSTALLER);
        Cast.as(cast.owner(), () -> users.delete(user.id(), null));
        Cast.as(cast.owner(), () -> users.restore(user.id()));
        assertThat(actions("USER", user.id())).containsExactly("created", "deleted", "restored");
        assertThat(jdbc.sql("select fields from audit_entry where kind = 'USER' and entity = :id")
                        .param("id", user.id().toString())
                        .query(String.class)
                        .list())
                .noneMatch(fields -> fields.contains(Cast.PASSWORD) || fields.contains("argon2"));
    }

    @Test
    void tokens_leave_a_trail_without_their_secret() {
        User user = cast.administrator(cast.customer().id());
        ApiTokens.Issued issued = Cast.as(user, () -> tokens.create(new Name("script"), null, Set.of(Scope.READ)));
        Cast.does(user, () -> tokens.revoke(issued.token().id()));
        assertThat(actions("TOKEN", issued.token().id())).containsExactly("created", "revoked");
        assertThat(last("TOKEN", issued.token().id()).toString()).doesNotContain(issued.secret());
    }

    @Test
    void devices_leave_a_trail_without_their_password() {
        UnitId unit = new UnitId("trail-" + Cast.next());
        Customer customer = cast.customer();
        var registered = Cast.as(
                cast.owner(), () -> devices.register(new RegisterDevice(unit, null, customer.id(), null, false)));
        DeviceRow device = registered.device();
        Cast.as(cast.owner(), () -> devices.approve(device.id(), null, null));
        Cast.as(cast.owner(), () -> devices.resetCredential(device.id()));
        assertThat(actions("DEVICE", device.id())).containsExactly("registered", "approved", "credential_reset");
        assertThat(jdbc.sql("select fields from audit_entry where kind = 'DEVICE' and entity = :id")
                        .param("id", device.id().toString())
                        .query(String.class)
                        .list())
                .noneMatch(fields -> fields.contains(registered.credential().password()));
    }

    @Test
    void what_is_rolled_back_is_in_no_history() {
        Customer customer = cast.customer();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        transaction.executeWithoutResult(status -> {
            Cast.as(cast.owner(), () -> customers.edit(customer.id(), customer.version(), Cast.customerData("Undone")));
            status.setRollbackOnly();
        });
        assertThat(actions("CUSTOMER", customer.id())).containsExactly("created");
    }

    @Test
    void what_is_refused_is_in_no_history() {
        Customer customer = cast.customer();
        User viewer = cast.user(customer.id(), Group.FLEET_MANAGEMENT);
        assertThatThrownBy(() -> Cast.as(
                        viewer, () -> customers.edit(customer.id(), customer.version(), Cast.customerData("Mine"))))
                .isInstanceOf(Rejected.class);
        assertThat(actions("CUSTOMER", customer.id())).containsExactly("created");
    }
}
