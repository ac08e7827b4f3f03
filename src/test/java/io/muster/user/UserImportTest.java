package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.Rig;
import io.muster.StatementCounter;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.MailAllowance;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.user.ImportVerdict.Kind;
import io.muster.user.UserImport.Imported;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class UserImportTest {

    @Autowired
    UserImport imports;

    @Autowired
    UserBulk bulk;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    MailAllowance mails;

    @Autowired
    Cast cast;

    private Customer home;
    private Customer child;
    private User administrator;

    @BeforeEach
    void home() {
        home = cast.customer();
        child = cast.customer(home.id());
        administrator = cast.administrator(home.id());
    }

    private static List<ImportLine> lines(String... csv) {
        return ImportFile.read((String.join("\r\n", csv) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private List<ImportVerdict> check(User actor, String... csv) {
        return Cast.as(actor, () -> imports.check(home.id(), lines(csv), line -> {}));
    }

    private Imported apply(User actor, String... csv) {
        return Cast.as(actor, () -> imports.apply(home.id(), lines(csv), line -> {}));
    }

    private static List<String> problems(List<ImportVerdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> verdict.problems().stream()
                        .map(problem -> problem.field() + " " + problem.key())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    private static String fresh() {
        return "import" + Cast.next();
    }

    private List<UserRow> stored(String name) {
        return Cast.as(cast.owner(), () -> users.list(home.id(), ListQuery.search(name)))
                .items();
    }

    private User whole(String name) {
        return Cast.as(cast.owner(), () -> users.get(stored(name).getFirst().id()));
    }

    @Test
    void a_dry_run_says_what_would_happen_and_does_nothing() {
        String name = fresh();
        User known = cast.user(home.id(), Group.INSTALLER);
        User same = cast.user(home.id(), Group.INSTALLER);
        List<ImportVerdict> verdicts = check(
                administrator,
                "email,username,groups,firstName",
                name + "@example.com," + name + ",Fleet Management; installer,Åse",
                known.email() + ",," + "INSTALLER,Ada",
                same.email() + ",,,",
                "nonsense,x,Pilot,");
        assertThat(verdicts)
                .extracting(ImportVerdict::kind)
                .containsExactly(Kind.CREATE, Kind.CHANGE, Kind.SAME, Kind.ERROR);
        assertThat(verdicts.get(1).fields()).singleElement().satisfies(field -> {
            assertThat(field.name()).isEqualTo("firstName");
            assertThat(field.to()).isEqualTo("Ada");
        });
        assertThat(verdicts.get(3).line().number()).isEqualTo(5);
        assertThat(problems(verdicts).get(3))
                .isEqualTo("email problem.email, username problem.username, groups problem.import.groups");
        assertThat(stored(name)).isEmpty();
        assertThat(whole(known.username()).person().firstName()).isNull();
    }

    @Test
    void what_is_imported_is_there_with_everything_and_is_gone_by_undo() {
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(child.id(), new Name("Depot; " + Cast.next())))
                .id();
        String place = "Yard " + Cast.next();
        Cast.does(cast.owner(), () -> locations.create(child.id(), new Name(place)));
        String name = fresh();
        User known = cast.user(home.id(), Group.INSTALLER);
        Imported imported = apply(
                administrator,
                "E-mail;Username;first_name;phone;country;customer;groups;locations;active;expires on;timeZone;timeFormat;units",
                name + "@example.com;" + name + ";\"Åse \"\"A\"\"\";32 10 10 10;dk;" + home.name() + " / "
                        + child.name() + ";DEVICE_MANAGEMENT;\"" + place + ";" + depot
                        + "\";yes;2099-12-31;Europe/Copenhagen;24;imperial",
                known.email() + ";;Ada;;;;;;no;;;;",
                "wrong;;;;;;;;;;;;");
        assertThat(imported.verdicts())
                .extracting(ImportVerdict::kind)
                .containsExactly(Kind.CREATE, Kind.CHANGE, Kind.ERROR);
        assertThat(imported.links()).isEmpty();
        User user = whole(name);
        assertThat(user.customerId()).isEqualTo(child.id());
        assertThat(user.isInvited()).isTrue();
        assertThat(user.person().firstName()).isEqualTo("Åse \"A\"");
        assertThat(user.person().phone()).isEqualTo("+45 32 10 10 10");
        assertThat(user.restricted()).isTrue();
        assertThat(user.locations()).hasSize(2).contains(depot);
        assertThat(user.expiresAt()).isEqualTo(Instant.parse("2099-12-31T23:00:00Z"));
        assertThat(whole(known.username()).active()).isFalse();
        await().atMost(Duration.ofSeconds(20)).until(() -> hasMailFor(name));
        BulkResult undone = Cast.as(administrator, () -> bulk.undo(imported.result()));
        assertThat(undone.refused()).isEmpty();
        assertThat(stored(name)).isEmpty();
        assertThat(check(administrator, "email,username,groups", name + "@example.com," + name + ",installer"))
                .as("the same file, put right")
                .extracting(ImportVerdict::kind)
                .containsExactly(Kind.CREATE);
        assertThat(whole(known.username()).data()).isEqualTo(known.data());
    }

    @Test
    void groups_may_have_commas_between_them_and_locations_semicolons() {
        String comma = "Depot, north " + Cast.next();
        String plain = "Yard " + Cast.next();
        Cast.does(cast.owner(), () -> locations.create(home.id(), new Name(comma)));
        Cast.does(cast.owner(), () -> locations.create(home.id(), new Name(plain)));
        String name = fresh();
        Imported imported = apply(
                administrator,
                "email,username,groups,locations",
                name + "@example.com," + name + ",\"fleet management, full device access; installer\",\"" + comma + "; "
                        + plain + "\"",
                fresh() + "@example.com,,INSTALLER,\"" + plain + ", " + comma + "\"",
                fresh() + "@example.com,,\"installer, pilot\",");
        assertThat(problems(imported.verdicts()))
                .containsExactly("", "locations problem.import.location.comma", "groups problem.import.groups");
        assertThat(whole(name).groups())
                .containsExactlyInAnyOrder(Group.FLEET_MANAGEMENT, Group.FULL_DEVICE_ACCESS, Group.INSTALLER);
        assertThat(whole(name).locations()).hasSize(2);
    }

    private static boolean hasMailFor(String name) throws Exception {
        for (var mail : Rig.mailServer().getReceivedMessages()) {
            if (mail.getContent().toString().contains(name)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void lines_go_through_the_guards_of_their_own() {
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.INSTALLER);
        List<ImportVerdict> verdicts = check(
                lesser,
                "email,groups,customer,active",
                fresh() + "@example.com,DEVICE_MANAGEMENT,,",
                administrator.email() + ",,,no",
                lesser.email() + ",,,no",
                fresh() + "@example.com,INSTALLER," + child.id() + ",");
        assertThat(problems(verdicts))
                .containsExactly(
                        "groups problem.groups.notHeld",
                        "null problem.user.higher",
                        "null problem.user.ownRights",
                        "customerId problem.customer.unknown");
    }

    @Test
    void all_errors_of_a_line_are_told_at_once() {
        User known = cast.user(home.id(), Group.INSTALLER);
        User lesser = cast.user(home.id(), Group.ACCOUNT_ADMINISTRATOR, Group.INSTALLER);
        List<ImportVerdict> verdicts = check(
                lesser,
                "email,username,groups,customer,phone,country,locations,active,expiresOn",
                "nonsense," + known.username() + ",FLEET_MANAGEMENT,nowhere,+1,XX,,perhaps,2001-01-01",
                fresh() + "@example.com,other@example.com,,,+1,DK,nowhere,,",
                "wrong,,,,,,,,+20000-01-01");
        assertThat(problems(verdicts))
                .containsExactly(
                        "email problem.email, customerId problem.customer.unknown, groups problem.groups.notHeld, "
                                + "country problem.country, phone problem.phone, active problem.import.yesNo, "
                                + "expiresAt problem.past, username problem.username.taken",
                        "username problem.username.address, groups problem.groups.required, phone problem.phone, "
                                + "locations problem.import.location",
                        "email problem.email, expiresOn problem.import.date");
    }

    @Test
    void a_customer_that_is_not_in_reach_is_unknown_and_the_others_are_imported() {
        Customer beside = cast.customer();
        String good = fresh();
        Imported imported = apply(
                administrator,
                "email,groups,customer",
                fresh() + "@example.com,INSTALLER," + beside.id(),
                fresh() + "@example.com,INSTALLER," + beside.name(),
                fresh() + "@example.com,INSTALLER," + cast.root(),
                good + "@example.com,INSTALLER," + child.name());
        assertThat(problems(imported.verdicts()))
                .containsExactly(
                        "customerId problem.customer.unknown",
                        "customerId problem.customer.unknown",
                        "customerId problem.customer.unknown",
                        "");
        assertThat(stored(good)).hasSize(1);
    }

    @Test
    void hundreds_are_invited_at_once_and_none_where_no_more_mails_go() {
        String many = fresh();
        List<String> csv = new ArrayList<>(List.of("email,groups"));
        for (int i = 0; i < 200; i++) {
            csv.add(many + "-" + i + "@example.com,INSTALLER");
        }
        assertThat(apply(administrator, csv.toArray(String[]::new)).result().done())
                .hasSize(200);
        String full = fresh();
        for (int i = 0; i < MailAllowance.AT_ONCE; i++) {
            mails.to(new EmailAddress(full + "@example.com"), UserMaker.INVITATION);
        }
        String good = fresh();
        assertThatThrownBy(() -> apply(
                        administrator,
                        "email,groups",
                        good + "@example.com,INSTALLER",
                        full + "@example.com,INSTALLER"))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.TOO_MANY_REQUESTS));
        assertThat(stored(good)).isEmpty();
    }

    @Test
    void a_user_elsewhere_is_neither_changed_nor_given_away() {
        User beside = cast.user(cast.customer().id(), Group.INSTALLER);
        List<ImportVerdict> verdicts = check(
                administrator,
                "email,username,groups,active",
                beside.email() + "," + fresh() + ",INSTALLER,no",
                fresh() + "@example.com," + beside.username() + ",INSTALLER,",
                fresh() + "@example.com," + administrator.username() + ",INSTALLER,");
        assertThat(problems(verdicts))
                .containsExactly(
                        "email problem.email.unavailable",
                        "username problem.username.unavailable",
                        "username problem.username.taken");
    }

    @Test
    void two_lines_cannot_have_the_same_name_however_it_is_typed() {
        String name = fresh();
        List<ImportVerdict> verdicts = check(
                administrator,
                "email,username,groups",
                name + "a@example.com," + name + "\u00e9,INSTALLER",
                name + "b@example.com," + name + "E\u0301,INSTALLER",
                name + "A@example.com," + fresh() + ",INSTALLER");
        assertThat(problems(verdicts))
                .containsExactly("", "username problem.import.twice", "email problem.import.twice");
    }

    @Test
    void a_customer_whose_name_is_not_the_only_one_needs_its_way() {
        Customer other = cast.customer(home.id());
        Customer first = cast.customer(child.id());
        Cast.as(cast.owner(), () -> twin(other, first));
        List<ImportVerdict> verdicts = check(
                administrator,
                "email,groups,customer",
                fresh() + "@example.com,INSTALLER," + first.name(),
                fresh() + "@example.com,INSTALLER," + other.name() + "/" + first.name());
        assertThat(problems(verdicts)).containsExactly("customerId problem.import.customer.several", "");
    }

    @Autowired
    io.muster.customer.Customers customers;

    private Customer twin(Customer parent, Customer like) {
        return customers.create(parent.id(), Cast.customerData(like.name().value()));
    }

    @Test
    void empty_cells_that_a_spreadsheet_leaves_at_the_end_of_lines_are_no_columns() {
        assertThat(lines("email,username,,", "a@example.com,anna,,")).hasSize(1).noneMatch(ImportLine::excess);
    }

    @Test
    void what_is_no_such_file_is_said_in_one_sentence() {
        assertThatThrownBy(() -> ImportFile.read(new byte[ImportFile.MAX_BYTES + 1]))
                .hasMessageContaining("problem.import.size");
        assertThatThrownBy(() -> ImportFile.read(new byte[] {'P', 'K', 3, 4, (byte) 0xff}))
                .hasMessageContaining("problem.import.noText");
        assertThatThrownBy(() -> ImportFile.read("email".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("problem.import.noText");
        assertThatThrownBy(() -> lines("email,colour", "a@example.com,red"))
                .hasMessageContaining("problem.import.title");
        assertThatThrownBy(() -> lines("email,Email", "a")).hasMessageContaining("problem.import.titleTwice");
        assertThatThrownBy(() -> lines("username", "a")).hasMessageContaining("problem.import.noEmail");
        assertThatThrownBy(() -> lines("email")).hasMessageContaining("problem.import.empty");
        assertThatThrownBy(() -> lines("email", "\"a")).hasMessageContaining("problem.csv.quote");
        String[] many = new String[ImportFile.MAX_LINES + 2];
        java.util.Arrays.fill(many, "a@example.com");
        many[0] = "email";
        assertThatThrownBy(() -> lines(many)).hasMessageContaining("problem.csv.lines");
        assertThat(ImportFile.read("\uFEFFemail\n\n a@example.com \n".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(line -> assertThat(line.cell(ImportColumn.EMAIL)).isEqualTo("a@example.com"));
    }

    @Test
    void many_take_no_more_statements_than_few() {
        List<String> csv = new ArrayList<>(List.of("email,groups"));
        for (int i = 0; i < 40; i++) {
            csv.add(fresh() + "@example.com,INSTALLER");
        }
        List<String> large = StatementCounter.during(() -> apply(administrator, csv.toArray(String[]::new)));
        List<String> small =
                StatementCounter.during(() -> apply(administrator, "email,groups", fresh() + "@example.com,INSTALLER"));
        assertThat(large).hasSizeLessThanOrEqualTo(small.size());
    }

    @Test
    void who_may_not_manage_users_imports_none() {
        User fleet = cast.user(home.id(), Group.FLEET_MANAGEMENT);
        assertThatThrownBy(() -> check(fleet, "email", "a@example.com"))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.kind()).isEqualTo(Rejected.Kind.FORBIDDEN));
    }

    @Test
    void what_is_exported_is_imported_again_without_a_change() {
        User known = cast.user(child.id(), Group.INSTALLER, Group.FLEET_MANAGEMENT);
        List<ImportVerdict> verdicts = check(
                administrator,
                "email,username,phone,customer,groups,restricted,locations,active,expiresOn,lastLogin",
                "\"" + known.email() + "\",\"" + known.username() + "\",\"\",\"" + child.name()
                        + "\",\"INSTALLER; FLEET_MANAGEMENT\",\"no\",\"\",\"yes\",\"\",\"2026-01-01T00:00:00Z\"");
        assertThat(verdicts).extracting(ImportVerdict::kind).containsExactly(Kind.SAME);
    }

    @Test
    void a_link_that_is_handed_over_works_once() {
        String name = fresh();
        apply(administrator, "email,groups", name + "@example.com,INSTALLER");
        User invited = whole(name);
        cast.isWelcomed(invited.id());
        OneTimeLinks.Issued issued =
                links.inviteAll(List.of(invited), administrator.id()).getFirst();
        String secret = issued.url().substring(issued.url().lastIndexOf('/') + 1);
        assertThat(links.open(OneTimeLinks.Purpose.INVITE, secret)).isPresent();
        links.accept(OneTimeLinks.Purpose.INVITE, secret, Cast.PASSWORD);
        assertThat(links.open(OneTimeLinks.Purpose.INVITE, secret)).isEmpty();
    }

    @Autowired
    OneTimeLinks links;
}
