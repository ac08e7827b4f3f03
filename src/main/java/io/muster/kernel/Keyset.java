package io.muster.kernel;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * SQL of a sorted list whose pages neither skip nor repeat a row while rows are added: the next page begins after the sort
 * values of the last row, and the id decides between equal ones. The columns' expressions must never be null.
 */
public final class Keyset {

    /** How a sort value is written into a cursor and compared in SQL. */
    public enum Type {
        TEXT("varchar"),
        NUMBER("bigint"),
        TIME("timestamp with time zone");

        private final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /** Something that a list can be sorted by: its name outside, and its expression in SQL. */
    public record Column(String name, String sql, Type type) {}

    private static final char SEPARATOR = '\u001f';

    private final List<Column> columns = new ArrayList<>();
    private final List<Boolean> descending = new ArrayList<>();
    private final ListQuery query;

    /**
     * Chooses the columns of a query.
     *
     * @param id unique column that comes last
     * @throws Rejected when the query sorts by something that the list does not have
     */
    public Keyset(ListQuery query, List<Column> sortable, ListQuery.Order usual, Column id) {
        this.query = query;
        Map<String, Column> byName = new LinkedHashMap<>();
        sortable.forEach(column -> byName.put(column.name(), column));
        for (ListQuery.Order order : query.order().isEmpty() ? List.of(usual) : query.order()) {
            Column column = byName.get(order.field());
            if (column == null) {
                throw Rejected.invalid("sort", "problem.sort", String.join(", ", byName.keySet()));
            }
            if (!columns.contains(column)) {
                columns.add(column);
                descending.add(order.descending());
            }
        }
        columns.add(id);
        descending.add(descending.getFirst());
    }

    /** The sort values as further columns of a select list; begins with a comma. */
    private String selected() {
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

    private String sorted(String prefix) {
        StringBuilder sql = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            sql.append(", ").append(prefix).append(i);
        }
        return sql.toString();
    }

    private String orderByPage() {
        StringBuilder sql = new StringBuilder(" order by ");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append("page.sort_").append(i).append(descending.get(i) ? " desc" : "");
        }
        return sql.toString();
    }

    private String orderBy() {
        StringBuilder sql = new StringBuilder(" order by ");
        for (int i = 0; i < columns.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(columns.get(i).sql()).append(descending.get(i) ? " desc" : "");
        }
        return sql.toString();
    }

    /**
     * Condition that leaves out what earlier pages had; "" without a cursor, else it begins with "and".
     *
     * @param parameters receives the values of the named parameters used
     */
    private String after(Map<String, Object> parameters) {
        if (query.cursor() == null) {
            return "";
        }
        String[] values = decode(query.cursor());
        StringBuilder sql = new StringBuilder(" and (");
        for (int i = 0; i < columns.size(); i++) {
            parameters.put("after_" + i, values[i]);
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

    /**
     * Reads one page, by one statement, and the number of rows of the whole list by another.
     *
     * @param select     "select …" without "from"
     * @param from       "from … where …", the whole condition but for the paging; no "where" inside the tables
     * @param parameters named parameters of both
     */
    public <T> Slice<T> page(
            JdbcClient jdbc, String select, String from, Map<String, Object> parameters, RowMapper<T> mapper) {
        int where = from.indexOf(" where ");
        return page(
                jdbc,
                select,
                new Tables(from.substring(0, where), ""),
                from.substring(where),
                from,
                parameters,
                mapper);
    }

    /**
     * What a list is read from.
     *
     * @param from    "from …", with everything that decides which rows there are and in which order
     * @param besides joins that only the rows of the page need, beginning with a space
     */
    public record Tables(String from, String besides) {}

    /**
     * Like {@link #page(JdbcClient, String, String, Map, RowMapper)}, with fewer tables to count.
     *
     * @param where   begins with a space
     * @param counted "from … where …" that has as many rows
     */
    public <T> Slice<T> page(
            JdbcClient jdbc,
            String select,
            Tables tables,
            String where,
            String counted,
            Map<String, Object> parameters,
            RowMapper<T> mapper) {
        Map<String, Object> all = new HashMap<>(parameters);
        String sql = sql(select, tables, where + after(all));
        all.put("limit", query.limit() + 1);
        all.put("offset", query.offset());
        List<String> cursors = new ArrayList<>();
        List<T> rows = new ArrayList<>(jdbc.sql(sql)
                .params(all)
                .query((ResultSet row, int number) -> {
                    cursors.add(cursor(row));
                    return Objects.requireNonNull(mapper.mapRow(row, number));
                })
                .list());
        boolean more = rows.size() > query.limit();
        if (more) {
            rows.removeLast();
        }
        return new Slice<>(rows, more ? cursors.get(query.limit() - 1) : null, count(jdbc, counted, parameters));
    }

    /**
     * The page's keys are found first, and only of these rows the rest is read: H2 works out the whole select list, with a
     * query inside it for every count, of each row that it sorts.
     */
    private String sql(String select, Tables tables, String where) {
        String from = tables.from().strip();
        String id = columns.getLast().sql();
        return select + sorted("page.sort_") + " from (select " + id + " as page_id" + selected() + " " + from + where
                + orderBy() + " limit :limit offset :offset) page cross join " + from.substring("from ".length())
                + tables.besides() + " where " + id + " = page.page_id" + orderByPage();
    }

    /** Rows of the whole list. */
    public static long count(JdbcClient jdbc, String from, Map<String, Object> parameters) {
        return jdbc.sql("select count(*) " + from)
                .params(parameters)
                .query(Long.class)
                .single();
    }

    /** Where the page after this row begins. */
    private String cursor(ResultSet row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            values.add(
                    columns.get(i).type() == Type.TIME
                            ? row.getObject("sort_" + i, java.time.OffsetDateTime.class)
                                    .toString()
                            : row.getString("sort_" + i));
        }
        byte[] bytes = String.join(String.valueOf(SEPARATOR), values).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String[] decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] values = text.split(String.valueOf(SEPARATOR), -1);
            if (values.length == columns.size() && text.indexOf('\0') < 0) {
                for (int i = 0; i < values.length; i++) {
                    check(columns.get(i).type(), values[i]);
                }
                return values;
            }
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw Rejected.invalid("cursor", "problem.cursor");
        }
        throw Rejected.invalid("cursor", "problem.cursor");
    }

    private static void check(Type type, String value) {
        switch (type) {
            case NUMBER -> Long.parseLong(value);
            case TIME -> java.time.OffsetDateTime.parse(value);
            case TEXT -> {}
        }
    }
}
