package io.muster.sample;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;

/** Rows of one table, written thousands to a statement, each column as one array. */
final class Bulk {

    private static final int ROWS = 5_000;
    private static final Map<String, String> DRIVER_TYPES = Map.of(
            "bigint", "int8",
            "integer", "int4",
            "double precision", "float8",
            "varchar", "varchar",
            "boolean", "bool",
            "timestamp with time zone", "timestamptz");

    private final JdbcOperations jdbc;
    private final String sql;
    private final List<String> types;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private @Nullable Bulk referred;

    /**
     * A table.
     *
     * @param columns each as "name type"
     */
    Bulk(JdbcOperations jdbc, String table, String... columns) {
        this.jdbc = jdbc;
        this.types = Arrays.stream(columns)
                .map(column -> column.substring(column.indexOf(' ') + 1))
                .toList();
        String names = Arrays.stream(columns)
                .map(column -> column.substring(0, column.indexOf(' ')))
                .collect(Collectors.joining(", "));
        String arrays =
                types.stream().map(type -> "cast(? as " + type + " array)").collect(Collectors.joining(", "));
        this.sql = "insert into " + table + " (" + names + ") select * from unnest(" + arrays + ") as s(" + names + ")";
    }

    /** Rows of this table refer to rows of that one, which are written before. */
    Bulk after(Bulk other) {
        referred = other;
        return this;
    }

    void add(@Nullable Object... values) {
        rows.add(values);
        if (rows.size() == ROWS) {
            flush();
        }
    }

    /** Writes what has been added and not been written yet. */
    void flush() {
        if (referred != null) {
            referred.flush();
        }
        if (!rows.isEmpty()) {
            jdbc.update(this::prepare);
            rows.clear();
        }
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int column = 0; column < types.size(); column++) {
            int at = column;
            @Nullable
            Object[] values = IntStream.range(0, rows.size())
                    .mapToObj(row -> rows.get(row)[at])
                    .toArray();
            String type = Objects.requireNonNull(DRIVER_TYPES.get(types.get(column)));
            statement.setArray(column + 1, connection.createArrayOf(type, values));
        }
        return statement;
    }
}
