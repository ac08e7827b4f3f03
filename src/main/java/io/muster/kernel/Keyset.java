package io.muster.kernel;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * SQL of a sorted list whose pages neither skip nor repeat a row while rows are added: the next page begins after the sort
 * values of the last row, and the id decides between equal ones. The columns' expressions must never be null.
 */
public final class Keyset {

    /** How a sort value is written into a cursor and compared in SQL. */
    public enum Type {
        TEXT("varchar"),
        NUMBER("bigint"),
        /** 0 or 1, so that very many rows are equal. */
        FLAG("bigint"),
        TIME("timestamp with time zone");

        final String sql;

        Type(String sql) {
            this.sql = sql;
        }
    }

    /**
     * Something that a list can be sorted by.
     *
     * @param name    outside
     * @param sql     its expression
     * @param present condition under which there is a value: rows without one come last in either direction; null where every
     *                row has one
     * @param masked  all rows but those that the viewer sees ({@link ListTables.Apart}) are equal in it
     */
    public record Column(
            String name, String sql, Type type, @Nullable String present, boolean masked) {

        public Column(String name, String sql, Type type) {
            this(name, sql, type, null);
        }

        public Column(String name, String sql, Type type, @Nullable String present) {
            this(name, sql, type, present, false);
        }
    }

    /** So many keys are sorted, or found one after the other in an index, in a few milliseconds. */
    private static final int FEW = 5_000;
    /** Where it costs much to find rows, so many times as many are asked for at once. */
    private static final int AT_ONCE = ListQuery.MANY / FEW;
    /**
     * And so many times as many are gathered and sorted: what is found is often found by what it is sorted by, so that all of it
     * may stand at the other end of the index.
     */
    private static final int GATHERED = 40;
    /** A list with so many times as many is likely to have a page among the first {@link #FIRST} of a million rows. */
    private static final int LONG = 10;

    private static final int FIRST = 2_000;
    /** And among so many times as many, when they are gone through one by one, or are those with the same flag by their ids. */
    private static final int ONE_BY_ONE = 10;

    private final ListQuery query;
    private final SortOrder order;
    private final PageSql statements;
    private int few = FEW;
    private int first = FIRST;

    /**
     * Chooses the columns of a query.
     *
     * @param id unique column that comes last
     * @throws Rejected when the query sorts by something that the list does not have
     */
    public Keyset(ListQuery query, List<Column> sortable, ListQuery.Order usual, Column id) {
        this.query = query;
        order = new SortOrder(query.order().isEmpty() ? List.of(usual) : query.order(), sortable, id);
        statements = new PageSql(order);
    }

    /**
     * For lists of other sizes.
     *
     * @param most  takes no more than so many rows for few
     * @param ahead looks for rows of a long list among so many
     */
    Keyset sizes(int most, int ahead) {
        few = most;
        first = ahead;
        return this;
    }

    /** The expressions by which it is sorted. */
    public String expressions() {
        return order.expressions();
    }

    /**
     * Counts the rows of the whole list by one statement, unless the query knows how many there are, and reads one page by another,
     * which depends on that.
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
                new ListTables(from.substring(0, where), from.substring(0, where), from.substring(where), from),
                parameters,
                mapper);
    }

    /** Like {@link #page(JdbcClient, String, String, Map, RowMapper)}, from fewer tables where they are enough. */
    public <T> Slice<T> page(
            JdbcClient jdbc, String select, ListTables tables, Map<String, Object> parameters, RowMapper<T> mapper) {
        Map<String, Object> all = new HashMap<>(parameters);
        List<Long> found = found(jdbc, tables, parameters);
        boolean countless = found == null && query.rough() && tables.found() != null && query.only() == null;
        long total = countless
                ? ListQuery.MANY + 1L
                : found == null ? total(jdbc, tables.counted(), parameters) : found.size();
        if (total <= query.offset()) {
            return new Slice<>(List.of(), null, total);
        }
        List<Long> keys = query.only() == null ? found : query.only();
        if (keys != null) {
            all.put("keys", new SqlArrayValue("bigint", keys.toArray()));
        }
        boolean scattered = tables.found() != null || tables.ahead() != null;
        PagePart part = countless ? PagePart.first(query) : PagePart.of(query, total, scattered ? few * GATHERED : few);
        String among = order.id() + " = any(:keys)";
        String where =
                found != null ? " where " + among : tables.where() + (query.only() == null ? "" : " and " + among);
        all.put("limit", part.limit());
        all.put("offset", part.offset());
        String after = order.after(query.cursor(), all);
        boolean isLong = countless || found == null && total >= (long) few * LONG;
        boolean ahead = isLong && part.offset() + part.limit() <= first;
        List<String> ways = ways(tables, ahead, where, after, part);
        List<String> cursors = new ArrayList<>();
        List<T> rows = new ArrayList<>();
        for (int i = 0; i < ways.size() && rows.size() < part.limit(); i++) {
            cursors.clear();
            rows.clear();
            rows.addAll(read(jdbc, statements.page(select, tables.rows(), ways.get(i)), all, cursors, mapper));
        }
        boolean more = part.backwards() ? part.offset() > 0 : rows.size() > query.limit();
        if (rows.size() > query.limit()) {
            rows.removeLast();
        }
        return new Slice<>(rows, more && !rows.isEmpty() ? cursors.get(rows.size() - 1) : null, total);
    }

    /**
     * Statements for the keys of a page, of which one after the other is tried until it is full.
     *
     * @param ahead a page of a list so long is likely to be found near the beginning of the table that decides the order
     * @param where "where …" without what leaves out earlier pages
     */
    private List<String> ways(ListTables tables, boolean ahead, String where, String after, PagePart part) {
        if (tables.apart() != null && order.isMasked() && isNearTheBeginning(part)) {
            return List.of(statements.apart(tables.apart(), where + after, part));
        }
        String from = tables.from() + where;
        List<String> ways = new ArrayList<>();
        if (tables.leading() != null && order.present() != null && leads(part)) {
            ways.add(leading(tables.leading(), ahead));
        }
        boolean byFlag = order.flagged() != null;
        boolean inParts = !tables.places().isEmpty() && where.equals(tables.where());
        if (ahead && tables.ahead() != null && !byFlag) {
            // What is rarer than a page of the first is soon gathered.
            int among = order.isPlain() && !inParts ? first * ONE_BY_ONE : first;
            String there = tables.from() + tables.ahead().where();
            ways.add(statements.ahead(tables.ahead().table(), among, there, after, part));
        }
        if (ahead && tables.flagged() != null && byFlag && query.cursor() == null && !part.backwards()) {
            ways.add(statements.flagged(tables.flagged(), first * ONE_BY_ONE, from));
        }
        ways.add(inParts ? statements.gathered(tables.places(), after, part) : statements.keys(from + after, part));
        return ways;
    }

    private String leading(ListTables.Leading leading, boolean ahead) {
        return ahead && leading.table() != null && order.isByValue()
                ? statements.leading(leading, leading.table(), first)
                : statements.leading(leading.from());
    }

    private long total(JdbcClient jdbc, String counted, Map<String, Object> parameters) {
        return query.total() == null ? count(jdbc, counted, parameters) : query.total();
    }

    /** All of them, if they are asked for and not too many; else null. */
    private @Nullable List<Long> found(JdbcClient jdbc, ListTables tables, Map<String, Object> parameters) {
        int most = few * AT_ONCE;
        if (tables.found() == null || query.only() != null || query.total() != null && query.total() > most) {
            return null;
        }
        List<Long> found = jdbc.sql(tables.found() + " limit " + (most + 1))
                .params(parameters)
                .query((row, number) -> row.getLong("id"))
                .list();
        return found.size() > most ? null : found;
    }

    private <T> List<T> read(
            JdbcClient jdbc, String sql, Map<String, Object> parameters, List<String> cursors, RowMapper<T> mapper) {
        return jdbc.sql(sql)
                .params(parameters)
                .query((ResultSet row, int number) -> {
                    cursors.add(order.cursor(row));
                    return Objects.requireNonNull(mapper.mapRow(row, number));
                })
                .list();
    }

    private boolean leads(PagePart part) {
        return query.cursor() == null && isNearTheBeginning(part);
    }

    /** Of a long list: further on an index takes as long as a sort. */
    private static boolean isNearTheBeginning(PagePart part) {
        return !part.few() && !part.backwards() && part.offset() + part.limit() <= FEW;
    }

    /** Rows of the whole list. */
    public static long count(JdbcClient jdbc, String from, Map<String, Object> parameters) {
        return jdbc.sql("select count(*) " + from)
                .params(parameters)
                .query(Long.class)
                .single();
    }
}
