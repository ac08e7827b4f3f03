package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.Database;
import io.muster.kernel.LocationId;
import io.muster.kernel.TreePath;
import io.muster.kernel.UserId;
import io.muster.user.ManagedUsers.Managed;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.stereotype.Repository;

/** Reads and writes many users by a few statements, however many they are. */
@Repository
class UserBatchStore {

    /** Most values in one list of SQL. */
    private static final int PART = 1_000;

    private static final String COLUMNS = """
            customer_id = :customer, email = :email, email_key = :emailKey, username = :username,
            username_key = :usernameKey, first_name = :firstName, last_name = :lastName, phone = :phone, street = :street,
            street_number = :streetNumber, postal_code = :postalCode, city = :city, country = :country,
            time_zone = :timeZone, time_format = :timeFormat, units = :units, active = :active, restricted = :restricted,
            expires_at = :expiresAt, deleted_at = :deletedAt, version = version + 1
            """;

    private static final String INSERT = """
            insert into app_user (id, customer_id, email, email_key, username, username_key, first_name, last_name, phone,
                street, street_number, postal_code, city, country, time_zone, time_format, units, active, restricted,
                expires_at, created_at, version)
            values (:id, :customer, :email, :emailKey, :username, :usernameKey, :firstName, :lastName, :phone,
                :street, :streetNumber, :postalCode, :city, :country, :timeZone, :timeFormat, :units, :active, :restricted,
                :expiresAt, :createdAt, 1)
            """;

    private final NamedParameterJdbcTemplate jdbc;
    private final Database database;

    UserBatchStore(NamedParameterJdbcTemplate jdbc, Database database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** Who has taken an e-mail address or user name, and where that user is. */
    record Taken(UserId user, TreePath place, boolean deleted) {}

    /** Users by their ids, deleted ones too, whom nobody else changes until the transaction ends. */
    Map<UserId, Managed> lock(Collection<UserId> ids) {
        Map<UserId, Managed> found = new HashMap<>();
        for (List<UserId> part : parts(ids)) {
            Map<String, Object> values =
                    Map.of("ids", part.stream().map(UserId::value).toList());
            jdbc.queryForList("select id from app_user where id in (:ids) order by id for update", values, Long.class);
            jdbc.query(UserRows.WHOLE + " where u.id in (:ids)", values, row -> {
                Managed managed = UserRows.managed(row);
                found.put(managed.user().id(), managed);
            });
        }
        return found;
    }

    /** Whoever has one of these keys, as an e-mail address or as a user name: both share one space. */
    Map<String, Taken> taken(Collection<String> keys) {
        Map<String, Taken> taken = new HashMap<>();
        for (List<String> part : parts(keys)) {
            jdbc.query("""
                    select u.id, u.email_key, u.username_key, u.deleted_at is not null as gone, c.path from app_user u join customer c on c.id = u.customer_id
                    where u.email_key in (:keys) or u.username_key in (:keys)
                    """, Map.of("keys", part), row -> {
                Taken by = new Taken(
                        new UserId(row.getLong("id")), new TreePath(row.getString("path")), row.getBoolean("gone"));
                taken.put(row.getString("email_key"), by);
                taken.put(row.getString("username_key"), by);
            });
        }
        return taken;
    }

    /** The location belongs to the customer at this place or to one below it. */
    boolean isLocationIn(LocationId location, TreePath place) {
        Long found = jdbc.queryForObject(
                """
                select count(*) from location l join customer c on c.id = l.customer_id
                where l.id = :location and c.path >= :path and c.path < :end
                """, Map.of("location", location.value(), "path", place.value(), "end", place.end()), Long.class);
        return found != null && found > 0;
    }

    List<UserId> ids(int count) {
        return count == 0
                ? List.of()
                : database.next("app_user_seq", count).stream().map(UserId::new).toList();
    }

    /** Adds users who are invited. */
    void insert(List<User> users) {
        write(INSERT, users);
        addGroups(users);
        addLocations(users);
    }

    /** Writes users who were locked; their versions go up by one. */
    void update(List<User> users) {
        write("update app_user set " + COLUMNS + " where id = :id", users);
        remove("user_group", users);
        addGroups(users);
        remove("user_location", users);
        addLocations(users);
    }

    /** Devices that are assigned to these users directly and not at or below a place any more. */
    void endAssignmentsOutside(List<UserId> users, TreePath place) {
        for (List<UserId> part : parts(users)) {
            jdbc.update(
                    """
                    delete from user_device where user_id in (:ids) and device_id in
                        (select d.id from device d join customer c on c.id = d.customer_id
                         where not (c.path >= :path and c.path < :end))
                    """,
                    new MapSqlParameterSource(
                                    "ids", part.stream().map(UserId::value).toList())
                            .addValue("path", place.value())
                            .addValue("end", place.end()));
        }
    }

    void endSessions(List<User> users) {
        remove("user_session", users);
        remove("address_change", users);
    }

    /** Removes those of these users who never had a password, as if they had not been made; their names are free again. */
    void forget(Collection<UserId> users) {
        for (List<UserId> part : parts(users)) {
            jdbc.update(
                    "delete from app_user where id in (:ids) and password_hash is null",
                    Map.of("ids", part.stream().map(UserId::value).toList()));
        }
    }

    private void write(String sql, List<User> users) {
        try {
            jdbc.batchUpdate(sql, users.stream().map(UserBatchStore::values).toArray(SqlParameterSource[]::new));
        } catch (DuplicateKeyException e) {
            throw UserMaker.taken(e);
        }
    }

    private void remove(String table, List<User> users) {
        for (List<UserId> part : parts(users.stream().map(User::id).toList())) {
            jdbc.update(
                    "delete from " + table + " where user_id in (:ids)",
                    Map.of("ids", part.stream().map(UserId::value).toList()));
        }
    }

    private void addGroups(List<User> users) {
        List<SqlParameterSource> rows = new ArrayList<>();
        for (User user : users) {
            for (Group group : user.groups()) {
                rows.add(new MapSqlParameterSource("user", user.id().value()).addValue("group", group.name()));
            }
        }
        jdbc.batchUpdate(
                "insert into user_group (user_id, group_name) values (:user, :group)",
                rows.toArray(SqlParameterSource[]::new));
    }

    private void addLocations(List<User> users) {
        List<SqlParameterSource> rows = new ArrayList<>();
        for (User user : users) {
            for (LocationId location : user.locations()) {
                rows.add(new MapSqlParameterSource("user", user.id().value()).addValue("location", location.value()));
            }
        }
        jdbc.batchUpdate(
                "insert into user_location (user_id, location_id) values (:user, :location)",
                rows.toArray(SqlParameterSource[]::new));
    }

    private static SqlParameterSource values(User user) {
        Person person = user.person();
        return new MapSqlParameterSource("id", user.id().value())
                .addValue("customer", user.customerId().value())
                .addValue("email", user.email().value())
                .addValue("emailKey", user.emailKey())
                .addValue("username", user.username())
                .addValue("usernameKey", user.usernameKey())
                .addValue("firstName", person.firstName(), Types.VARCHAR)
                .addValue("lastName", person.lastName(), Types.VARCHAR)
                .addValue("phone", person.phone(), Types.VARCHAR)
                .addValue("street", person.street(), Types.VARCHAR)
                .addValue("streetNumber", person.streetNumber(), Types.VARCHAR)
                .addValue("postalCode", person.postalCode(), Types.VARCHAR)
                .addValue("city", person.city(), Types.VARCHAR)
                .addValue("country", Objects.toString(person.country(), null), Types.VARCHAR)
                .addValue("timeZone", Objects.toString(user.timeZone(), null), Types.VARCHAR)
                .addValue("timeFormat", Objects.toString(user.timeFormat(), null), Types.VARCHAR)
                .addValue("units", Objects.toString(user.units(), null), Types.VARCHAR)
                .addValue("active", user.active())
                .addValue("restricted", user.restricted())
                .addValue("expiresAt", time(user.expiresAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("deletedAt", time(user.deletedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                .addValue("createdAt", time(user.createdAt()), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }

    private static <T> List<List<T>> parts(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i += PART) {
            parts.add(list.subList(i, Math.min(i + PART, list.size())));
        }
        return parts;
    }
}
