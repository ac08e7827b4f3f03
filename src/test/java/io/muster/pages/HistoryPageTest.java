package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.DownloadKt;
import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.access.Scope;
import io.muster.audit.HistoryEntry;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.Announcement;
import io.muster.device.ClaimCode;
import io.muster.device.DeviceRegistry;
import io.muster.device.EnrolmentTokens;
import io.muster.device.Fact;
import io.muster.device.Facts;
import io.muster.device.Installations;
import io.muster.device.NewEnrolmentToken;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitClaims;
import io.muster.device.UnitIntake;
import io.muster.kernel.Change;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.user.ApiTokens;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Users;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class HistoryPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Customers customers;

    @Autowired
    EnrolmentTokens enrolment;

    @Autowired
    ApiTokens apiTokens;

    @Autowired
    UnitClaims claims;

    @Autowired
    Installations installations;

    @Autowired
    UnitIntake intake;

    @Autowired
    Users users;

    private Customer home;
    private User administrator;

    @BeforeEach
    void open() {
        home = cast.customer();
        administrator = cast.administrator(home.id());
        Cast.as(cast.owner(), () -> customers.edit(home.id(), home.version(), Cast.customerData("Renamed")));
        open(administrator);
    }

    private void open(User user) {
        Browser.open(context, user);
        UI.getCurrent().navigate("accounts/" + home.id() + "/history");
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    @SuppressWarnings("unchecked")
    private static List<HistoryEntry> shown() {
        return GridKt._findAll((Grid<HistoryEntry>) _get(Grid.class));
    }

    @Test
    void a_change_stands_in_words() {
        assertThat(GridKt._getCellComponent(_get(Grid.class), 0, "change")
                        .getElement()
                        .getTextRecursively())
                .isEqualTo("EditedName: " + home.name() + " → Renamed");
    }

    @Test
    @SuppressWarnings("unchecked")
    void it_is_narrowed_to_a_sort_of_thing_and_to_one_thing() {
        Select<Change.Kind> kind = _get(Select.class);
        kind.setValue(Change.Kind.USER);
        assertThat(shown()).isNotEmpty().allMatch(entry -> entry.kind() == Change.Kind.USER);
        kind.setValue(null);
        int all = shown().size();
        Button label = (Button) GridKt._getCellComponent(_get(Grid.class), 0, "what")
                .getChildren()
                .findFirst()
                .orElseThrow();
        _click(label);
        assertThat(shown())
                .isNotEmpty()
                .hasSizeLessThan(all)
                .allMatch(entry -> entry.entity().equals(home.id().toString()));
        _click(_get(
                Button.class,
                search -> search.withPredicate(
                        button -> button.isVisible() && button.getText().startsWith("Only "))));
        assertThat(shown()).hasSize(all);
    }

    @Test
    void a_token_is_called_what_it_is() {
        Cast.as(
                administrator,
                () -> enrolment.create(new NewEnrolmentToken(new Name("Depot"), home.id(), null, null, null, false)));
        Cast.as(administrator, () -> apiTokens.create(new Name("Script"), null, EnumSet.of(Scope.READ)));
        Browser.close();
        open(administrator);
        assertThat(sortOf("Depot")).isEqualTo("Enrolment token");
        assertThat(sortOf("Script")).isEqualTo("API token");
        Select<Change.Kind> kind = _get(Select.class);
        kind.setValue(Change.Kind.ENROLMENT);
        assertThat(shown()).extracting(HistoryEntry::label).containsExactly("Depot");
    }

    /** As on the page of the device, from where people copy it. */
    @Test
    void a_unit_without_a_name_is_shown_and_found_by_its_id_with_dashes() {
        String hex = "%032x".formatted(0xabcdef0123456789L + Cast.next());
        UnitId unit = new UnitId(hex);
        Cast.as(administrator, () -> devices.register(new RegisterDevice(unit, null, home.id(), null, true)));
        UI.getCurrent().navigate("accounts/" + home.id() + "/history");
        TextField search = _get(TextField.class);
        _setValue(search, unit.shown().toUpperCase(Locale.ROOT));
        assertThat(shown()).hasSize(1);
        assertThat(GridKt._getCellComponent(_get(Grid.class), 0, "what")
                        .getElement()
                        .getTextRecursively())
                .startsWith(unit.shown())
                .doesNotContain(hex);
        _setValue(search, hex);
        assertThat(shown()).as("without dashes").hasSize(1);
    }

    private static String sortOf(String label) {
        int row = shown().stream().map(HistoryEntry::label).toList().indexOf(label);
        return GridKt._getCellComponent(_get(Grid.class), row, "what")
                .getElement()
                .getTextRecursively()
                .replace(label, "");
    }

    @Test
    void what_is_a_constant_stands_in_words_too() {
        Cast.as(administrator, () -> apiTokens.create(new Name("Script"), null, EnumSet.of(Scope.READ)));
        UnitId unit = new UnitId("history-" + Cast.next());
        Cast.as(
                cast.owner(),
                () -> devices.register(new RegisterDevice(unit, new Name("Van"), home.id(), null, false)));
        Browser.close();
        open(administrator);
        assertThat(changeOf("Script")).contains("Scopes: Read");
        assertThat(changeOf("Van"))
                .as("as the list of devices says it")
                .contains("State: Not seen yet")
                .doesNotContain("Waiting for approval");
    }

    @Test
    void a_unit_that_was_never_heard_was_not_waiting_when_it_was_claimed_and_taken_back() {
        claimAndTakeBack(pending("Van"));
        assertThat(changesOf("Van"))
                .containsSubsequence(
                        "Claim taken backState: Accepted → Not seen yet", "ClaimedState: Not seen yet → Accepted");
    }

    @Test
    void a_unit_that_had_shown_itself_was_waiting() {
        Registered van = pending("Van");
        intake.announce(List.of(new Announcement(
                van.device().unitId(),
                "msg-00001",
                Instant.now(),
                "boot-0001",
                0,
                null,
                new Facts(Map.of(Fact.FIRMWARE, "1.0")),
                null,
                null,
                null,
                null)));
        claimAndTakeBack(van);
        assertThat(changesOf("Van"))
                .containsSubsequence(
                        "Claim taken backState: Accepted → Waiting for approval",
                        "ClaimedState: Waiting for approval → Accepted");
        assertThat(changesOf("Van").getLast()).contains("State: Not seen yet");
    }

    private Registered pending(String name) {
        UnitId unit = new UnitId("history-" + Cast.next());
        return Cast.as(
                cast.owner(), () -> devices.register(new RegisterDevice(unit, new Name(name), home.id(), null, false)));
    }

    private void claimAndTakeBack(Registered unit) {
        User installer = cast.user(home.id(), Group.INSTALLER);
        ClaimCode code = new ClaimCode(unit.credential().claimCode());
        Cast.as(installer, () -> claims.claim(unit.device().unitId(), code, home.id(), null));
        Cast.as(installer, () -> installations.undo(unit.device().id()));
        Browser.close();
        open(administrator);
    }

    private static List<String> changesOf(String label) {
        List<HistoryEntry> entries = shown();
        return IntStream.range(0, entries.size())
                .filter(row -> entries.get(row).label().equals(label))
                .mapToObj(row -> GridKt._getCellComponent(_get(Grid.class), row, "change")
                        .getElement()
                        .getTextRecursively())
                .toList();
    }

    /** The customer's zone is an hour before UTC in winter. */
    @Test
    void an_end_is_said_in_the_time_of_the_reader_and_that_of_users_as_their_last_day() {
        Instant end = Instant.parse("2026-12-31T23:00:00Z");
        Cast.as(
                administrator,
                () -> enrolment.create(new NewEnrolmentToken(new Name("Depot"), home.id(), null, null, end, false)));
        User guest = cast.user(home.id(), Group.INSTALLER);
        User ends = edit(guest, guest.data().until(end));
        edit(ends, ends.data().until(Instant.parse("2027-02-01T10:30:00Z")));
        Browser.close();
        open(administrator);
        assertThat(changeOf("Depot")).contains("End: 1 Jan 2027, 00:00:00 CET");
        assertThat(changesOf(guest.username()).subList(0, 2))
                .containsExactly(
                        "EditedEnd: 1 Jan 2027, 00:00:00 CET → 1 Feb 2027, 11:30:00 CET", "EditedLast day: 2026-12-31");
        String csv = new String(
                DownloadKt._download(_get(Anchor.class, search -> search.withText("Export CSV"))),
                StandardCharsets.UTF_8);
        assertThat(csv)
                .contains("End: 2027-01-01T00:00:00+01:00")
                .contains("End: 2027-01-01T00:00:00+01:00 → 2027-02-01T11:30:00+01:00")
                .contains("Last day: 2026-12-31\"");
    }

    private User edit(User user, UserData data) {
        return Cast.as(cast.owner(), () -> users.edit(user.id(), user.version(), data));
    }

    private static String changeOf(String label) {
        int row = shown().stream().map(HistoryEntry::label).toList().indexOf(label);
        return GridKt._getCellComponent(_get(Grid.class), row, "change")
                .getElement()
                .getTextRecursively();
    }

    @Test
    void a_day_that_cannot_be_read_is_said() {
        assertThat(_find(DatePicker.class))
                .isNotEmpty()
                .allSatisfy(
                        day -> assertThat(Objects.requireNonNull(day.getI18n()).getBadInputErrorMessage())
                                .isEqualTo("Enter a day like 30 Nov 2026 or 2026-11-30."));
    }

    @Test
    void who_administers_no_customer_has_no_history() {
        Browser.close();
        open(cast.user(home.id(), Group.FULL_DEVICE_ACCESS));
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
    }
}
