package io.muster.device;

import io.muster.kernel.DeviceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what was asked of units. */
@Repository
class CommandStore {

    private static final String SELECT =
            "select id, name, sent_at, expires_at, status, answered_at, detail from device_command";

    private final JdbcClient jdbc;

    CommandStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(DeviceId device, Command command) {
        jdbc.sql(
                        "insert into device_command (id, device_id, name, sent_at, expires_at, status) values (?, ?, ?, ?, ?, ?)")
                .params(
                        command.id(),
                        device.value(),
                        command.name().name(),
                        command.sentAt().atOffset(ZoneOffset.UTC),
                        command.expiresAt().atOffset(ZoneOffset.UTC),
                        command.status().name())
                .update();
    }

    Optional<Command> find(DeviceId device, String id) {
        return jdbc.sql(SELECT + " where device_id = ? and id = ?")
                .params(device.value(), id)
                .query((row, number) -> command(row))
                .optional();
    }

    List<Command> latest(DeviceId device, int most) {
        return jdbc.sql(SELECT + " where device_id = ? order by sent_at desc, id limit ?")
                .params(device.value(), most)
                .query((row, number) -> command(row))
                .list();
    }

    /** Notes an answer, unless it comes too late, or after the last word; only the unit that was asked can answer. */
    void answer(CommandReply reply, Instant now) {
        jdbc.sql("""
                        update device_command set status = :status, answered_at = :now, detail = :detail
                        where id = :id and device_id = (select d.id from device d where d.unit_id = :unit)
                          and status in ('SENT', 'ACCEPTED') and expires_at > :now
                        """)
                .param("status", reply.status().name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("detail", reply.detail())
                .param("id", reply.id())
                .param("unit", reply.unit().value())
                .update();
    }

    int purge(Instant before) {
        return jdbc.sql("delete from device_command where sent_at < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Command command(ResultSet row) throws SQLException {
        return new Command(
                row.getString("id"),
                Command.Name.valueOf(row.getString("name")),
                Objects.requireNonNull(DeviceColumns.instant(row, "sent_at")),
                Objects.requireNonNull(DeviceColumns.instant(row, "expires_at")),
                Command.Status.valueOf(row.getString("status")),
                DeviceColumns.instant(row, "answered_at"),
                row.getString("detail"));
    }
}
