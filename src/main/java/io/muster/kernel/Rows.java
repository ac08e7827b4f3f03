package io.muster.kernel;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;

/**
 * Many rows for one statement, which takes them as one array for each column. The statement reads them from
 * {@link #table}, as from a table.
 */
public final class Rows<T> {

    /** Type of a column, as the standard, and as PostgreSQL's driver calls it. */
    public enum Type {
        LONG("bigint", "int8", Long[]::new),
        INT("integer", "int4", Integer[]::new),
        DOUBLE("double precision", "float8", Double[]::new),
        TEXT("varchar", "varchar", String[]::new),
        TIME("timestamp with time zone", "timestamptz", String[]::new);

        private final String sql;
        private final String driver;
        /** PostgreSQL's driver writes an array of numbers as such only if it says what is in it; else it writes text. */
        private final IntFunction<@Nullable Object[]> array;

        Type(String sql, String driver, IntFunction<@Nullable Object[]> array) {
            this.sql = sql;
            this.driver = driver;
            this.array = array;
        }
    }

    private record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {}

    private final List<Column<T>> columns = new ArrayList<>();

    /** Adds a column; null values are allowed. Times are {@link Instant}s. */
    public Rows<T> with(String name, Type type, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(name, type, value));
        return this;
    }

    /** The same columns, of whatever holds the values. */
    public <S> Rows<S> of(Function<S, T> held) {
        Rows<S> rows = new Rows<>();
        columns.forEach(column -> rows.with(column.name, column.type, each -> column.value.apply(held.apply(each))));
        return rows;
    }

    /** Names of the columns but the first ones. */
    public List<String> names(int skip) {
        return columns.stream().skip(skip).map(Column::name).toList();
    }

    /** The rows as a table with this alias, for {@code from} or {@code using}. */
    public String table(String alias) {
        return "(select * from unnest("
                + columns.stream()
                        .map(column -> "cast(? as " + column.type.sql + " array)")
                        .collect(Collectors.joining(", "))
                + ") as u(" + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ")) " + alias;
    }

    /**
     * Runs a statement that holds {@link #table} once, and no other parameter.
     *
     * @return number of rows that it changed
     */
    public int update(JdbcOperations jdbc, String sql, List<T> rows) {
        return rows.isEmpty() ? 0 : jdbc.update(connection -> prepare(connection, sql, rows));
    }

    /** Runs a query that holds {@link #table} once, and no other parameter; other statements may stand before it. */
    public <R> List<R> query(JdbcOperations jdbc, String sql, List<T> rows, RowMapper<R> mapper) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<R> found = jdbc.execute(connection -> prepare(connection, sql, rows), (PreparedStatement statement) -> {
            boolean there = statement.execute();
            while (!there && statement.getUpdateCount() >= 0) {
                there = statement.getMoreResults();
            }
            return new RowMapperResultSetExtractor<>(mapper, rows.size()).extractData(statement.getResultSet());
        });
        return Objects.requireNonNull(found);
    }

    private PreparedStatement prepare(Connection connection, String sql, List<T> rows) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < columns.size(); i++) {
            Column<T> column = columns.get(i);
            statement.setArray(i + 1, connection.createArrayOf(column.type.driver, values(column, rows)));
        }
        return statement;
    }

    /** The column's values. None at all when they are all null: a short array is filled up with nulls. */
    private static <T> @Nullable Object[] values(Column<T> column, List<T> rows) {
        @Nullable Object[] values = column.type.array.apply(rows.size());
        boolean empty = true;
        Object last = null;
        for (int i = 0; i < values.length; i++) {
            Object value = column.value.apply(rows.get(i));
            // The rows of a batch often have the time of the batch.
            values[i] = value != null && value == last ? values[i - 1] : plain(value);
            last = value;
            empty &= value == null;
        }
        return empty ? column.type.array.apply(0) : values;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Instant time ? time.toString() : value;
    }
}
