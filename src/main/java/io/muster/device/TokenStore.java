package io.muster.device;

import io.muster.kernel.CustomerId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Secrets;
import io.muster.kernel.Slice;
import io.muster.kernel.TreePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Enrolment tokens in the database, each known by the SHA-256 of itself. */
@Repository
class TokenStore {

    private static final String SELECT =
            "select t.id, t.token_hash, t.name, t.customer_id, c.path, c.name as customer_name, t.location_id,"
                    + " (select l.name from location l where l.id = t.location_id) as location_name, t.max_uses, t.uses,"
                    + " t.expires_at, t.auto_accept, t.created_at, t.created_by, t.revoked_at";
    private static final String FROM = " from enrolment_token t join customer c on c.id = t.customer_id";
    private static final Keyset.Column ID = new Keyset.Column("id", "t.id", Keyset.Type.NUMBER);
    private static final List<Keyset.Column> SORTABLE = List.of(
            new Keyset.Column("name", "t.name", Keyset.Type.TEXT),
            new Keyset.Column("customer", "c.name", Keyset.Type.TEXT),
            new Keyset.Column("uses", "t.uses", Keyset.Type.NUMBER),
            new Keyset.Column("createdAt", "t.created_at", Keyset.Type.TIME),
            ID);

    private final JdbcClient jdbc;

    TokenStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Slice<EnrolmentToken> list(ManagedPlaces places, ListQuery query) {
        Keyset keyset = new Keyset(query, SORTABLE, new ListQuery.Order("id", true), ID);
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder(" where ").append(places.where("t", parameters));
        if (!query.search().isEmpty()) {
            where.append(" and lower(t.name) like :q escape '!'");
            parameters.put("q", query.pattern());
        }
        return keyset.page(jdbc, SELECT, FROM + where, parameters, (row, number) -> token(row));
    }

    Optional<EnrolmentToken> find(long id) {
        return jdbc.sql(SELECT + FROM + " where t.id = ?")
                .param(id)
                .query((row, number) -> token(row))
                .optional();
    }

    long add(NewEnrolmentToken data, String secret, String by, Instant now) {
        String hash = hash(secret);
        jdbc.sql("""
                        insert into enrolment_token (token_hash, name, customer_id, location_id, max_uses, uses, expires_at,
                            auto_accept, created_at, created_by)
                        values (:hash, :name, :customer, cast(:location as bigint), cast(:maxUses as integer), 0,
                            cast(:expiresAt as timestamp with time zone), :autoAccept, :now, :by)
                        """)
                .param("hash", hash)
                .param("name", data.name().value())
                .param("customer", data.customerId().value())
                .param(
                        "location",
                        data.locationId() == null ? null : data.locationId().value())
                .param("maxUses", data.maxUses())
                .param(
                        "expiresAt",
                        data.expiresAt() == null ? null : data.expiresAt().atOffset(ZoneOffset.UTC))
                .param("autoAccept", data.autoAccept())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("by", by)
                .update();
        return jdbc.sql("select id from enrolment_token where token_hash = ?")
                .param(hash)
                .query(Long.class)
                .single();
    }

    /** True when it held until now. */
    boolean revoke(long id, Instant now) {
        return jdbc.sql("update enrolment_token set revoked_at = ? where id = ? and revoked_at is null")
                        .params(now.atOffset(ZoneOffset.UTC), id)
                        .update()
                > 0;
    }

    /**
     * Tokens that units showed, by their hashes. Others may use them up or revoke them meanwhile: {@link #count} tells. Those of
     * a customer that is suspended, or below one, let nobody in for that while and are left out.
     */
    Map<String, EnrolmentToken> shown(Collection<String> hashes) {
        record Found(String hash, EnrolmentToken token) {}
        return jdbc
                .sql(SELECT + FROM + " where t.token_hash = any(?) and not " + DeviceRepository.SUSPENDED)
                .param(new SqlArrayValue("varchar", hashes.toArray()))
                .query((row, number) -> new Found(row.getString("token_hash"), token(row)))
                .stream()
                .collect(Collectors.toMap(Found::hash, Found::token));
    }

    /**
     * Saves that tokens were used. Nobody else counts a use of them until the transaction ends.
     *
     * @param uses how often each was, by its id
     * @throws OptimisticLockingFailureException when one has been revoked since it was read, or has not that many uses left
     */
    void count(SortedMap<Long, Long> uses) {
        uses.forEach((id, more) -> {
            int counted = jdbc.sql("""
                            update enrolment_token set uses = uses + :more
                            where id = :id and revoked_at is null and (max_uses is null or uses + :more <= max_uses)
                            """).param("id", id).param("more", more).update();
            if (counted == 0) {
                throw new OptimisticLockingFailureException(
                        "Enrolment token " + id + " was used up or revoked meanwhile");
            }
        });
    }

    /** Hex SHA-256. Tokens have no lower-case letters, but are typed in any case. */
    static String hash(String secret) {
        return Secrets.hash(secret.toUpperCase(Locale.ROOT));
    }

    private static EnrolmentToken token(ResultSet row) throws SQLException {
        return new EnrolmentToken(
                row.getLong("id"),
                row.getString("name"),
                new CustomerId(row.getLong("customer_id")),
                new TreePath(row.getString("path")),
                row.getString("customer_name"),
                DeviceColumns.locationId(row),
                row.getString("location_name"),
                row.getObject("max_uses", Integer.class),
                row.getInt("uses"),
                DeviceColumns.instant(row, "expires_at"),
                row.getBoolean("auto_accept"),
                Objects.requireNonNull(DeviceColumns.instant(row, "created_at")),
                row.getString("created_by"),
                DeviceColumns.instant(row, "revoked_at"));
    }
}
