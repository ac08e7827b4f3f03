package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.SightSql;
import io.muster.customer.Customer;
import io.muster.kernel.Database;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Keyset;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.User;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Indexes for large fleets: a search that follows one finds what one that goes through all devices finds. */
@MusterTest
@EnabledIfSystemProperty(named = "muster.rig", matches = "external")
class FleetIndexesTest {

    @Autowired
    Cast cast;

    @Autowired
    Access access;

    @Autowired
    FleetIndexes index;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Vehicles vehicles;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Database database;

    @Autowired
    JdbcTemplate template;

    @Autowired
    TransactionTemplate transactions;

    @AfterEach
    void no_index() {
        FleetIndexes.names()
                .forEach(name -> jdbc.sql("drop index if exists " + name).update());
        index.look(false);
        assertThat(index.isThere()).isFalse();
    }

    @Test
    void what_is_found_does_not_depend_on_the_index() {
        Customer home = cast.customer();
        Customer child = cast.customer(home.id());
        DeviceRow van = register(home, "5c1e0d9a77b24f6f8a33e1c29b7d4a10", "Quagga van 7");
        DeviceRow bus = register(child, "quagga-" + Cast.next(), "Bus 100%");
        DeviceRow foreign = register(cast.customer(), "quagga-" + Cast.next(), "Quagga elsewhere");
        jdbc.sql("update device set imei = '356938035643809' where id in (:ids)")
                .param("ids", List.of(van.id().value(), foreign.id().value()))
                .update();
        Cast.does(cast.owner(), () -> {
            vehicles.edit(bus.id(), null, new Vehicle("QG 12-345", null, null, null, null));
            vehicles.edit(foreign.id(), null, new Vehicle("QG 12-345", null, null, null, null));
        });
        User all = cast.user(home.id(), Group.values());
        User byName = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR);
        Map<String, List<DeviceId>> scanned = searches(home, van, all, byName);
        index.look(true);
        assertThat(index.isThere()).isTrue();
        assertThat(searches(home, van, all, byName)).isEqualTo(scanned);
        assertThat(scanned.get("0 quagga")).containsExactly(bus.id(), van.id());
        assertThat(scanned.get("0 5c1e0d9a-77b2")).containsExactly(van.id());
        assertThat(scanned.get("0 80356")).containsExactly(van.id());
        assertThat(scanned.get("1 80356")).isEmpty();
        assertThat(scanned.get("0 qg12")).containsExactly(bus.id());
        assertThat(scanned.get("0 " + van.id())).contains(van.id());
        assertThat(scanned.get("0 %")).containsExactly(bus.id());
    }

    /** In its name, in its unit id, in what it tells and in its vehicle, or only in one of them. */
    @Test
    void what_is_found_in_several_places_stands_in_a_list_of_any_length_once() {
        Customer home = cast.customer();
        Customer child = cast.customer(home.id());
        DeviceRow everywhere = register(home, "quokka-" + Cast.next(), "Quokka " + Cast.next());
        List<DeviceRow> once = List.of(
                register(child, "pair-" + Cast.next(), "A quokka"),
                register(home, "quokka-" + Cast.next(), "Van"),
                register(child, "pair-" + Cast.next(), "Bus"),
                register(home, "pair-" + Cast.next(), "Car"));
        jdbc.sql("update device set serial = 'QUOKKA-9' where id in (:ids)")
                .param("ids", List.of(everywhere.id().value(), once.get(2).id().value()))
                .update();
        Cast.does(cast.owner(), () -> {
            for (DeviceRow driven : List.of(everywhere, once.get(3))) {
                vehicles.edit(driven.id(), null, new Vehicle("QUOKKA 1", null, null, null, null));
            }
        });
        User all = cast.user(home.id(), Group.values());
        User byName = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.NESTED_CUSTOMER_ADMINISTRATOR);
        index.look(true);
        for (String sort : List.of("name", "-name", "unitId", "-id", "customer,name", "plate", "-lastSeenAt,name")) {
            for (User viewer : List.of(all, byName)) {
                for (int limit : new int[] {2, 50}) {
                    ListQuery query = new ListQuery("quokka", ListQuery.order(sort), limit, 0, null);
                    ListQuery far = new ListQuery("quokka", ListQuery.order(sort), limit, 1, null);
                    List<DeviceId> few = found(home, viewer, query);
                    assertThat(found(
                                    home,
                                    viewer,
                                    query.counted(ListQuery.MANY + 1).roughly()))
                            .as("%s by %s", viewer.email(), sort)
                            .isEqualTo(few)
                            .doesNotHaveDuplicates()
                            .hasSize(Math.min(limit, viewer == all ? 5 : 3));
                    assertThat(found(
                                    home,
                                    viewer,
                                    far.counted(ListQuery.MANY + 1).roughly()))
                            .isEqualTo(found(home, viewer, far))
                            .containsAll(few.subList(1, few.size()));
                }
            }
        }
    }

    @Test
    void what_was_left_half_done_is_not_followed_and_is_made_anew() {
        index.look(true);
        jdbc.sql("update pg_index set indisvalid = false where indexrelid = 'device_told_by'::regclass")
                .update();
        index.look(false);
        assertThat(index.isThere()).isFalse();
        index.look(true);
        assertThat(index.isThere()).isTrue();
    }

    @Test
    void it_is_made_for_many_devices_or_when_it_is_asked_for() {
        assertThat(isWanted(FleetIndexes.Made.AUTO)).isFalse();
        assertThat(isWanted(FleetIndexes.Made.TRUE)).isTrue();
        jdbc.sql("update pg_class set reltuples = 250000 where oid = 'device'::regclass")
                .update();
        assertThat(isWanted(FleetIndexes.Made.AUTO)).isTrue();
        assertThat(isWanted(FleetIndexes.Made.FALSE)).isFalse();
        jdbc.sql("analyze device").update();
        assertThat(isWanted(FleetIndexes.Made.AUTO)).isFalse();
    }

    /** Whichever way PostgreSQL would go through a few devices. */
    @Test
    void the_facts_that_lists_are_sorted_by_have_an_index() {
        index.look(true);
        SightSql sees = new SightSql(Cast.as(cast.owner(), () -> access.actor().sight()));
        List<String> facts = List.of("firmware", "model", "board", "imei", "iccid", "vin", "createdAt", "state");
        List<Keyset.Column> columns = DeviceRows.sortable(sees).stream()
                .filter(column -> facts.contains(column.name()))
                .toList();
        assertThat(columns).hasSameSizeAs(facts);
        for (Keyset.Column column : columns) {
            for (String direction : List.of("", " desc")) {
                assertThat(plan("select d.id from device d order by " + column.sql() + direction + ", d.id"
                                + direction))
                        .as(column.name())
                        .startsWith("Index")
                        .containsPattern(
                                "device_(by|of)_" + (column.name().equals("createdAt") ? "created_at" : column.name()));
            }
        }
    }

    @Test
    void what_an_earlier_version_has_made_instead_of_one_is_dropped() {
        jdbc.sql("create index device_by_firmware on device (coalesce(firmware, ''), id)")
                .update();
        index.look(true);
        assertThat(jdbc.sql("select indexname from pg_indexes where tablename = 'device'")
                        .query(String.class)
                        .list())
                .contains("device_of_firmware")
                .doesNotContain("device_by_firmware");
    }

    /** Whatever stands around them, and whether or not PostgreSQL looks for them in an index of three letters. */
    @Test
    void two_letters_are_found_wherever_they_stand() {
        Customer home = cast.customer();
        List<String> names =
                List.of("qz", "aqzb", "1 qz", "QZ-9", "éqzé", "éqz", "éqzb", "aqzé", "é qz é", "日qz本", "qéz");
        List<DeviceId> named = names.stream()
                .map(name -> register(home, "pair-" + Cast.next(), name).id())
                .toList();
        List<String> plates = List.of("ÄQZÖ", "WÖ-QZ", "Q Z 1");
        List<DeviceId> driven = plates.stream()
                .map(plate -> {
                    DeviceId device =
                            register(home, "pair-" + Cast.next(), "driven").id();
                    Cast.does(
                            cast.owner(),
                            () -> vehicles.edit(device, null, new Vehicle(plate, null, null, null, null)));
                    return device;
                })
                .toList();
        DeviceRow told = register(home, "pair-" + Cast.next(), "told");
        jdbc.sql("update device set serial = 'Жqz' where id = ?")
                .param(told.id().value())
                .update();
        User all = cast.user(home.id(), Group.values());
        List<DeviceId> expected = new ArrayList<>(named.subList(0, names.size() - 1));
        expected.addAll(driven);
        expected.add(told.id());
        assertThat(found(home, all, "qz")).containsExactlyInAnyOrderElementsOf(expected);
        index.look(true);
        assertThat(index.isRare("%qz%")).isTrue();
        assertThat(found(home, all, "qz")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found(home, all, "QZ")).containsExactlyInAnyOrderElementsOf(expected);
        String search = " from device d where "
                + new LetterPair("qz")
                        .in("d.found_by", "d.found_by like '%qz%'", LetterPair.between("d.found_by", "d.told_by"));
        assertThat(without("seqscan", "explain select d.id" + search))
                .anyMatch(line -> line.contains("on device_found_by"))
                .anyMatch(line -> line.contains("on device_between"));
        assertThat(without("seqscan", "select d.id" + search))
                .containsExactlyInAnyOrderElementsOf(named.subList(0, names.size() - 1).stream()
                        .map(DeviceId::toString)
                        .toList());
    }

    /** Those are found sooner by going through devices until there are enough. */
    @Test
    void two_letters_that_very_many_have_are_not_rare() {
        Customer home = cast.customer();
        index.look(true);
        transactions.executeWithoutResult(transaction -> {
            transaction.setRollbackOnly();
            jdbc.sql("insert into device (id, unit_id, customer_id, name, state, rev, created_at, version)"
                            + " select -n, 'often-' || n, ?, 'Vehicle ' || n, 'ACCEPTED', 0, now(), 0"
                            + " from generate_series(1, 60000) n")
                    .param(home.id().value())
                    .update();
            assertThat(index.isRare("%ve%")).isFalse();
            assertThat(index.isRare("%xq%")).isTrue();
        });
    }

    private String plan(String sql) {
        return without("sort", "explain " + sql).getFirst();
    }

    /** The first column of what PostgreSQL answers when it does without this as far as it can. */
    private List<String> without(String way, String sql) {
        return template.execute((Connection connection) -> {
            List<String> answer = new ArrayList<>();
            try (Statement statement = connection.createStatement()) {
                statement.execute("set enable_" + way + " = off");
                try (ResultSet lines = statement.executeQuery(sql)) {
                    while (lines.next()) {
                        answer.add(lines.getString(1));
                    }
                } finally {
                    statement.execute("reset enable_" + way);
                }
            }
            return answer;
        });
    }

    private boolean isWanted(FleetIndexes.Made made) {
        return new FleetIndexes(database, template, made).isWanted();
    }

    private DeviceRow register(Customer customer, String unit, String name) {
        return Cast.as(
                        cast.owner(),
                        () -> devices.register(
                                new RegisterDevice(UnitId.of(unit), new Name(name), customer.id(), null, true)))
                .device();
    }

    /** What each of these finds by each text, in order. */
    private Map<String, List<DeviceId>> searches(Customer home, DeviceRow some, User... viewers) {
        Map<String, List<DeviceId>> found = new HashMap<>();
        for (int i = 0; i < viewers.length; i++) {
            for (String text : List.of(
                    "quagga",
                    "QUAG",
                    "5c1e0d9a-77b2",
                    "80356",
                    "qg12",
                    "12-3",
                    "qg",
                    some.id().toString(),
                    "%",
                    "none")) {
                found.put(i + " " + text, found(home, viewers[i], text));
            }
        }
        return found;
    }

    private List<DeviceId> found(Customer home, User viewer, String text) {
        return found(home, viewer, ListQuery.search(text));
    }

    private List<DeviceId> found(Customer home, User viewer, ListQuery query) {
        return Cast.as(viewer, () -> devices.list(home.id(), query, DeviceFilter.NONE)).items().stream()
                .map(DeviceRow::id)
                .toList();
    }
}
