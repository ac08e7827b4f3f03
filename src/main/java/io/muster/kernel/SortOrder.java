package io.muster.kernel;

import io.muster.kernel.Keyset.Column;
import io.muster.kernel.Keyset.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The order of a list in SQL: by which columns and in which direction, and what comes after a row of it. */
final class SortOrder {

    private static final Pattern PLAIN = Pattern.compile("[a-z]\\.[a-z_]+");

    private final List<Column> columns = new ArrayList<>();
    private final List<Boolean> descending = new ArrayList<>();
    private final @Nullable String present;

    /**
     * Chooses the columns.
     *
     * @param orders what is sorted by, at least one
     * @param id     unique column that comes last
     * @throws Rejected when there is no such column to sort by
     */
    SortOrder(List<ListQuery.Order> orders, List<Column> sortable, Column id) {
        Map<String, Column> byName = new LinkedHashMap<>();
        sortable.forEach(column -> byName.put(column.name(), column));
        for (ListQuery.Order order : orders) {
            Column column = byName.get(order.field());
            if (column == null) {
                throw Rejected.invalid("sort", "problem.sort", String.join(", ", byName.keySet()));
            }
            if (!columns.contains(column)) {
                if (column.present() != null) {
                    String absent = "case when " + column.present() + " then 0 else 1 end";
                    add(new Column("", absent, Type.NUMBER, null, column.masked()), false);
                }
                add(column, order.descending());
            }
        }
        add(id, orders.getFirst().descending());
        present = Objects.requireNonNull(byName.get(orders.getFirst().field())).present();
    }

    private void add(Column column, boolean descends) {
        columns.add(column);
        descending.add(descends);
    }

    /** The column that decides between equal rows. */
    String id() {
        return columns.getLast().sql();
    }

    /** Whether all it is sorted by are columns as they stand in a table, so that the database follows it from a query inside. */
    boolean isPlain() {
        return columns.stream().allMatch(column -> PLAIN.matcher(column.sql()).matches());
    }

    /** Whether rows that the viewer does not see are only in the order of their ids. */
    boolean isMasked() {
        return columns.size() > 1 && columns.stream().limit(columns.size() - 1L).allMatch(Column::masked);
    }

    /** Condition under which the first column has a value; null where it always has one. */
    @Nullable
    String present() {
        return present;
    }

    /** Condition that the first rows fulfil when nothing is sorted by but a flag and the id; null when it is otherwise. */
    @Nullable
    String flagged() {
        Column first = columns.getFirst();
        return columns.size() == 2 && first.type() == Type.FLAG
                ? first.sql() + " = " + (descending.getFirst() ? 1 : 0)
                : null;
    }

    /** The expressions by which it is sorted. */
    String expressions() {
        return columns.stream().map(Column::sql).collect(Collectors.joining(", "));
    }

    /** The sort values as further columns of a select list; begins with a comma. */
    String selected() {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            sql.append(", cast(")
                    .append(columns.get(i).sql())
                    .append(" as ")
                    .append(columns.get(i).type().sql)
                    .append(") as sort_")
                    .append(i);
        }
        return sql.toString();
    }

    /** The selected sort values by their names, each with a comma before it. */
    String names(String prefix) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            sql.append(", ").append(prefix).append(i);
        }
        return sql.toString();
    }

    /** Sorts what has been selected already. */
    String by(String prefix, boolean backwards) {
        return by(i -> prefix + i, 0, backwards);
    }

    String by(boolean backwards) {
        return by(i -> columns.get(i).sql(), 0, backwards);
    }

    /** For rows of which each has a value in the first column, or the same flag there. */
    String byRest() {
        return by(i -> columns.get(i).sql(), 1, false);
    }

    /** Whether rows that have a value in the first column are sorted by that and their ids alone. */
    boolean isByValue() {
        return present != null && columns.size() == 3;
    }

    /** For such rows. */
    String byValue(String id) {
        return by(i -> i == 1 ? columns.get(i).sql() : id, 1, false);
    }

    /** For rows that are equal in all but their ids. */
    String byId() {
        return by(i -> columns.get(i).sql(), columns.size() - 1, false);
    }

    private String by(IntFunction<String> column, int first, boolean backwards) {
        StringBuilder sql = new StringBuilder(" order by ");
        for (int i = first; i < columns.size(); i++) {
            sql.append(i == first ? "" : ", ")
                    .append(column.apply(i))
                    .append(descending.get(i) != backwards ? " desc" : "");
        }
        return sql.toString();
    }

    /**
     * Condition that leaves out what earlier pages had; "" without a cursor, else it begins with "and".
     *
     * @param cursor     where earlier pages ended
     * @param parameters receives the values of the named parameters used
     */
    String after(@Nullable String cursor, Map<String, Object> parameters) {
        if (cursor == null) {
            return "";
        }
        List<String> values = Cursor.read(
                cursor, fingerprint(), columns.stream().map(Column::type).toList());
        Column first = columns.getFirst();
        // Says what the rest says too, so that the database begins there in an index.
        StringBuilder sql = new StringBuilder(" and " + first.sql() + (descending.getFirst() ? " <= " : " >= ")
                + "cast(:after_0 as " + first.type().sql + ") and (");
        for (int i = 0; i < columns.size(); i++) {
            parameters.put("after_" + i, values.get(i));
            sql.append(i == 0 ? "(" : " or (");
            for (int j = 0; j <= i; j++) {
                Column column = columns.get(j);
                String operator = j < i ? " = " : descending.get(j) ? " < " : " > ";
                sql.append(j == 0 ? "" : " and ").append(column.sql()).append(operator);
                sql.append("cast(:after_")
                        .append(j)
                        .append(" as ")
                        .append(column.type().sql)
                        .append(")");
            }
            sql.append(")");
        }
        return sql.append(")").toString();
    }

    /** By which a cursor of another list, or of the same one in another order, is told. */
    private String fingerprint() {
        return Integer.toHexString((expressions() + descending).hashCode());
    }

    /** Where the page after this row begins. */
    String cursor(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(
                    columns.get(i).type() == Type.TIME
                            ? row.getObject("sort_" + i, OffsetDateTime.class)
                                    .toInstant()
                                    .toString()
                            : row.getString("sort_" + i));
        }
        return Cursor.of(fingerprint(), values);
    }
}
