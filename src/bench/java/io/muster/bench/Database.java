package io.muster.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The least that a registry must keep of a unit: one row, written by one upsert for a whole batch. */
final class Database implements AutoCloseable {

    /** What the bare pipeline reads out of an announcement. */
    record Unit(String id, String msgId, String boot, long seq, String firmware, String imei, String iccid) {}

    private static final String UPSERT = """
            insert into bare_device (unit_id, msg_id, boot_id, seq, firmware, imei, iccid, state, first_at, last_at)
            select u, m, b, s, f, i, c, 'accepted', now(), now()
            from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as varchar array),
                        cast(? as bigint array), cast(? as varchar array), cast(? as varchar array),
                        cast(? as varchar array)) as t (u, m, b, s, f, i, c)
            on conflict (unit_id) do update set msg_id = excluded.msg_id, boot_id = excluded.boot_id,
                seq = excluded.seq, firmware = excluded.firmware, imei = excluded.imei, iccid = excluded.iccid,
                last_at = excluded.last_at
            """;

    private final Connection connection;
    private final PreparedStatement upsert;

    Database(String url) throws SQLException {
        connection = DriverManager.getConnection(url, "postgres", "");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table if not exists bare_device (unit_id varchar(64) primary key, msg_id varchar(36),
                        boot_id varchar(36), seq bigint, firmware varchar(64), imei varchar(15), iccid varchar(20),
                        state varchar(14), first_at timestamptz, last_at timestamptz)
                    """);
        }
        connection.commit();
        upsert = connection.prepareStatement(UPSERT);
    }

    void clear() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("truncate bare_device");
        }
        connection.commit();
    }

    /** Writes and commits a batch in which each unit stands once. */
    void write(List<Unit> batch) throws SQLException {
        upsert.setArray(1, texts(batch, Unit::id));
        upsert.setArray(2, texts(batch, Unit::msgId));
        upsert.setArray(3, texts(batch, Unit::boot));
        upsert.setArray(4, connection.createArrayOf("int8", batch.stream().map(Unit::seq).toArray()));
        upsert.setArray(5, texts(batch, Unit::firmware));
        upsert.setArray(6, texts(batch, Unit::imei));
        upsert.setArray(7, texts(batch, Unit::iccid));
        upsert.executeUpdate();
        connection.commit();
    }

    private java.sql.Array texts(List<Unit> batch, java.util.function.Function<Unit, String> value)
            throws SQLException {
        return connection.createArrayOf("varchar", batch.stream().map(value).toArray());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
