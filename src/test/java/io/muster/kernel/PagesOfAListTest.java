package io.muster.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.DeviceFilter;
import io.muster.device.DeviceRegistry;
import io.muster.device.RegisterDevice;
import io.muster.location.LocationData;
import io.muster.location.Locations;
import io.muster.user.Users;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists are read page by page while others add to them: nothing is skipped, nothing comes twice. The names are such as sort
 * differently by bytes, by a language's rules, and without regard to case, blanks or punctuation.
 */
@MusterTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesOfAListTest {

    private static final List<String> NASTY = List.of(
            "a", "A", "á", "Á", "aa", "Aa", "å", "Å", "ab", "a b", "a-b", "a.b", "A_B", "a'b", "a\"b", "a%b", "a!b",
            "a\\b", "ß", "ss", "SS", "İ", "i", "I", "ı", "ø", "o", "Ö", "z", "Z", "ž", "Æ", "æ", "10", "9", "09", "#1",
            "(1)", "…", "–", "same", "same", "same", "Same", "SAME", "日本", "Ω", "ω", "😀", "e\u0301", "é");

    /** Something that a third of all rows does not have. */
    private static final String HAS_REMARK = "mod(c.id, 3) <> 0";

    private static final String REMARK = "case when mod(c.id, 3) <> 0 then c.name else '' end";

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    JdbcClient jdbc;

    private Customer place;

    @BeforeAll
    void plant() {
        place = cast.customer();
        for (String name : NASTY) {
            addCustomer(name);
            addLocation(name);
            addDevice(name);
        }
        Customer child = Cast.as(cast.owner(), () -> customers.create(place.id(), Cast.customerData("ä child")));
        for (int i = 0; i < 7; i++) {
            cast.user(i % 2 == 0 ? place.id() : child.id(), io.muster.access.Group.INSTALLER);
        }
    }

    private Object addCustomer(String name) {
        return Cast.as(cast.owner(), () -> customers.create(place.id(), Cast.customerData(name)));
    }

    private Object addLocation(String name) {
        return Cast.as(
                cast.owner(),
                () -> locations.create(
                        place.id(),
                        new LocationData(
                                new Name(name), null, null, name.length() % 2 == 0 ? name : null, null, null, null)));
    }

    private Object addDevice(String name) {
        return Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(
                        new UnitId("paged-" + Cast.next()), new Name(name), place.id(), null, name.length() % 2 == 0)));
    }

    /** Reads all pages, with something new between any two of them; what was there at the beginning comes exactly once. */
    private <R> void comes_once(
            String sort, Function<ListQuery, Slice<R>> list, Function<R, Object> id, Runnable more) {
        List<ListQuery.Order> order = ListQuery.order(sort);
        Set<Object> there = new HashSet<>();
        Cast.as(cast.owner(), () -> list.apply(new ListQuery("", order, 500, 0, null)))
                .items()
                .forEach(row -> there.add(id.apply(row)));
        List<Object> read = new ArrayList<>();
        String cursor = null;
        do {
            String at = cursor;
            Slice<R> page = Cast.as(cast.owner(), () -> list.apply(new ListQuery("", order, 7, 0, at)));
            page.items().forEach(row -> read.add(id.apply(row)));
            cursor = page.nextCursor();
            more.run();
        } while (cursor != null);
        assertThat(read).as(sort).doesNotHaveDuplicates().containsAll(there);
    }

    private Runnable nasty(Function<String, Object> add) {
        var names = Stream.iterate(0, i -> i + 1)
                .map(i -> NASTY.get(i * 7 % NASTY.size()))
                .iterator();
        return () -> add.apply(names.next());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "-name", "email,name", "-email,-name", "country,-name", "status,name", "-users,name"})
    void customers(String sort) {
        comes_once(sort, query -> customers.nested(place.id(), query), row -> row.id(), nasty(this::addCustomer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"name", "-name", "address,name", "-address", "contactEmail,-name", "customer,name", "-devices"})
    void locations(String sort) {
        comes_once(sort, query -> locations.list(place.id(), query), row -> row.id(), nasty(this::addLocation));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "-name",
                "state,name",
                "-state,-name",
                "customer,name",
                "unitId",
                "-lastSeenAt,name",
                "lastSeenAt",
                "-online",
                "voltage",
                "location,name",
                "-plate",
                "vehicle,-createdAt",
                "-id",
                "firmware"
            })
    void devices(String sort) {
        comes_once(
                sort,
                query -> devices.list(place.id(), query, DeviceFilter.NONE),
                row -> row.id(),
                nasty(this::addDevice));
    }

    /**
     * How a list is read.
     *
     * @param most  how many rows are few
     * @param ahead among how many of all customers those of the list are looked for first: all, some or none of a page is there
     * @param parts the list is found in parts
     */
    private record Way(int most, int ahead, boolean parts) {}

    /** By the index of the order, by sorting what was found, and by gathering what was found in parts. */
    private static final List<Way> WAYS = List.of(
            new Way(0, 8, false),
            new Way(0, 70, false),
            new Way(1_000, 0, false),
            new Way(0, 8, true),
            new Way(1_000, 0, true));

    /** Forwards, backwards from the far end, whichever the way that it is read: always the same list. */
    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "status,-name", "remark", "-remark", "odd", "-odd", "odd,name"})
    void a_page_by_its_number_is_that_part_of_the_whole(String sort) {
        List<Long> first = customers(sort, 500, 0, WAYS.getFirst()).items();
        for (Way way : WAYS) {
            List<Long> whole = customers(sort, 500, 0, way).items();
            assertThat(whole).isEqualTo(first);
            assertThat(whole).hasSizeGreaterThan(NASTY.size());
            for (int offset = 0; offset <= whole.size(); offset += 7) {
                int end = Math.min(whole.size(), offset + 7);
                Slice<Long> page = customers(sort, 7, offset, way);
                assertThat(page.items()).as("%s at %d", sort, offset).isEqualTo(whole.subList(offset, end));
                assertThat(page.nextCursor() == null).isEqualTo(end == whole.size());
                assertThat(page.total()).isEqualTo(whole.size());
                if (page.nextCursor() != null) {
                    ListQuery next = new ListQuery("", ListQuery.order(sort), 3, 0, page.nextCursor());
                    assertThat(customers(next, way).items())
                            .isEqualTo(whole.subList(end, Math.min(whole.size(), end + 3)));
                }
            }
        }
    }

    /** Whichever the direction, and whether the index of the value is followed or everything is sorted. */
    @ParameterizedTest
    @ValueSource(strings = {"remark", "-remark"})
    void what_has_no_value_comes_last(String sort) {
        for (Way way : WAYS) {
            List<Boolean> remarks = customers(sort, 500, 0, way).items().stream()
                    .map(id -> jdbc.sql("select case when " + HAS_REMARK
                                    + " then true else false end from customer c where c.id = ?")
                            .param(id)
                            .query(Boolean.class)
                            .single())
                    .toList();
            assertThat(remarks).contains(true, false).isSortedAccordingTo(Comparator.reverseOrder());
        }
    }

    private Slice<Long> customers(String sort, int limit, int offset, Way way) {
        return customers(new ListQuery("", ListQuery.order(sort), limit, offset, null), way);
    }

    private Slice<Long> customers(ListQuery query, Way way) {
        Keyset.Column id = new Keyset.Column("id", "c.id", Keyset.Type.NUMBER);
        List<Keyset.Column> sortable = List.of(
                new Keyset.Column("name", "c.name", Keyset.Type.TEXT),
                new Keyset.Column("status", "c.status", Keyset.Type.TEXT),
                new Keyset.Column("remark", REMARK, Keyset.Type.TEXT, HAS_REMARK),
                new Keyset.Column("odd", "mod(c.id, 2)", Keyset.Type.FLAG),
                id);
        String from = "from customer c";
        String where = " where c.path >= :place and c.path < :end";
        List<String> parts = List.of(from + where + " and mod(c.id, 3) < 2", from + where + " and mod(c.id, 3) = 2");
        return new Keyset(query, sortable, new ListQuery.Order("name", false), id)
                .sizes(way.most(), way.ahead())
                .page(
                        jdbc,
                        "select c.id",
                        new ListTables(
                                from,
                                from,
                                where,
                                from + where,
                                null,
                                way.parts() ? parts : List.of(),
                                new ListTables.Leading(from + where, " " + from, "c.id"),
                                new ListTables.Ahead(" " + from, where),
                                " " + from,
                                null),
                        java.util.Map.of(
                                "place",
                                place.path().value(),
                                "end",
                                place.path().end()),
                        (row, number) -> row.getLong("id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "-username", "customer,email", "-lastLoginAt", "active,-email"})
    void users(String sort) {
        comes_once(
                sort,
                query -> users.list(place.id(), query),
                row -> row.id(),
                () -> cast.user(place.id(), io.muster.access.Group.INSTALLER));
    }
}
