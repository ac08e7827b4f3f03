package io.muster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.kernel.ListQuery;
import io.muster.sample.Sample;
import io.muster.sample.SampleSize;
import io.muster.user.Users;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What {@code --seed} makes. */
@MusterTest
class SampleTest {

    @Autowired
    Cast cast;

    @Autowired
    Sample sample;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Customers customers;

    @Autowired
    Users users;

    @Autowired
    DeviceRegistry devices;

    @Test
    void it_is_read_from_the_command_line() {
        assertThat(SampleSize.of("customers:100,users:20,devices:30,random:7"))
                .isEqualTo(new SampleSize(100, 20, 30, 100, 7));
        assertThatThrownBy(() -> SampleSize.of("customers:many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SampleSize.of("users:5,customers:0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_tree_with_people_and_devices_stands_below_the_account_and_opens_no_door() {
        cast.owner();
        List<Long> before = counts();
        long newest = jdbc.sql("select max(id) from customer").query(Long.class).single();
        sample.make(new SampleSize(60, 90, 120, 40, 7));

        List<Long> after = counts();
        assertThat(after)
                .containsExactly(before.get(0) + 60, before.get(1) + 90, before.get(2) + 120, before.get(3) + 40);
        String made = "from customer c where c.id > " + newest;
        assertThat(number("select count(*) " + made
                        + " and c.path = (select p.path from customer p where p.id = c.parent_id) || c.id || '.'"))
                .isEqualTo(60);
        assertThat(number("select count(*) from app_user u where u.password_hash is not null and u.customer_id in"
                        + " (select c.id " + made + ")"))
                .isZero();
        assertThat(number("select count(*) from unit_credential uc join device d on d.id = uc.device_id"
                        + " where d.customer_id in (select c.id " + made + ")"))
                .isZero();
        Cast.does(cast.owner(), () -> {
            assertThat(customers.nested(cast.root(), ListQuery.all()).items()).isNotEmpty();
            assertThat(users.list(cast.root(), ListQuery.all()).items()).isNotEmpty();
            assertThat(devices.list(cast.root(), ListQuery.all(), DeviceFilter.NONE)
                            .items())
                    .isNotEmpty();
        });
    }

    private List<Long> counts() {
        return List.of(
                number("select count(*) from customer"),
                number("select count(*) from app_user"),
                number("select count(*) from device"),
                number("select count(*) from location"));
    }

    private long number(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }
}
