package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.MusterTest;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.ValidateResult;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the program makes of the state in which it finds its database. */
@MusterTest
class MigrationsTest {

    @Autowired
    Flyway flyway;

    @Autowired
    JdbcClient jdbc;

    /** Abuse case 60: an older program would write what the newer one does not expect, or fail in the middle of it. */
    @Test
    void a_database_of_a_newer_program_is_refused() {
        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
        jdbc.sql("""
                        insert into "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                            "checksum", "installed_by", "execution_time", "success")
                        values (999999, '999999', 'of tomorrow', 'SQL', 'V999999__of_tomorrow.sql', 1, 'muster', 1, true)
                        """).update();
        try {
            ValidateResult found = flyway.validateWithResult();
            assertThat(found.validationSuccessful).isFalse();
            assertThat(found.getAllErrorMessages()).contains("999999");
        } finally {
            jdbc.sql("delete from \"flyway_schema_history\" where \"version\" = '999999'")
                    .update();
        }
        assertThat(flyway.validateWithResult().validationSuccessful).isTrue();
    }
}
