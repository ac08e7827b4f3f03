package io.muster.customer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class OneAccountTest {

    @Autowired
    Cast cast;

    @Autowired
    JdbcClient jdbc;

    /** Two instances that are started on an empty database both find it empty. */
    @Test
    void the_database_takes_no_second_one() {
        cast.owner();
        long id = 900_000_000L + Cast.next();
        assertThatThrownBy(() -> jdbc.sql("insert into customer (id, parent_id, path, name, email, country, time_zone,"
                                + " time_format, units, mfa_policy, status, created_at, version)"
                                + " select :id, parent_id, :path, name, email, country, time_zone, time_format, units,"
                                + " mfa_policy, status, created_at, version from customer where parent_id is null")
                        .param("id", id)
                        .param("path", id + ".")
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }
}
