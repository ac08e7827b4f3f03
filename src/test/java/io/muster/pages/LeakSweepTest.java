package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.ComboBoxKt;
import com.github.mvysny.kaributesting.v10.GridKt;
import com.github.mvysny.kaributesting.v10.LocatorJ;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.api.Client;
import io.muster.api.Clients;
import io.muster.audit.HistoryFilter;
import io.muster.audit.HistoryReader;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.Customers;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceTags;
import io.muster.device.RegisterDevice;
import io.muster.device.Tag;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.ui.LiveUpdates;
import io.muster.user.Person;
import io.muster.user.User;
import io.muster.user.UserData;
import io.muster.user.Username;
import io.muster.user.Users;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Somebody who may do everything in one branch looks for the branch beside it and for what is above, wherever something is
 * listed, counted, searched, suggested or told. Everything out there has a word in it that stands nowhere else.
 */
@MusterTest
@DisabledIfSystemProperty(
        named = "muster.rig",
        matches = "external",
        disabledReason = "who reaches what by the statements of this database is asked elsewhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakSweepTest {

    private static final String BESIDE = "quokkaland";
    private static final String ABOVE = "wombatania";
    private static final String OWN = "plainfield";

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Clients clients;

    @Autowired
    Customers customers;

    @Autowired
    CustomerMoves moves;

    @Autowired
    Users users;

    @Autowired
    Locations locations;

    @Autowired
    DeviceRegistry devices;

    @Autowired
    Vehicles vehicles;

    @Autowired
    DeviceTags tags;

    @Autowired
    HistoryReader history;

    @Autowired
    LiveUpdates updates;

    private Customer above;
    private Customer beside;
    private Customer home;
    private Customer nested;
    private User spy;
    private final List<String> ids = new ArrayList<>();

    @BeforeAll
    void plant_two_branches_that_have_met() {
        above = branch(cast.root(), ABOVE);
        beside = branch(above.id(), BESIDE);
        branch(beside.id(), BESIDE);
        home = branch(above.id(), OWN);
        nested = branch(home.id(), OWN);
        spy = cast.administrator(home.id());
        // Some of what is in each branch came from the other one, and the history of both knows it.
        Customer came = customer(beside.id(), OWN);
        Customer went = customer(home.id(), OWN);
        Cast.does(cast.owner(), () -> {
            moves.move(came.id(), null, home.id());
            moves.move(went.id(), null, beside.id());
            customers.edit(
                    went.id(),
                    customers.get(went.id()).version(),
                    Cast.customerData(BESIDE + " Company " + Cast.next()));
            User migrant = users.create(data(beside.id(), OWN), new Users.FirstPassword.Chosen(Cast.PASSWORD))
                    .user();
            UserData now = migrant.data();
            users.edit(
                    migrant.id(),
                    migrant.version(),
                    new UserData(
                            now.email(),
                            now.username(),
                            home.id(),
                            now.groups(),
                            now.person(),
                            null,
                            null,
                            null,
                            true,
                            true,
                            Set.of()));
        });
        // The last of all: of its numbers the greatest is nothing's of the own branch.
        branch(beside.id(), BESIDE);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private Customer customer(CustomerId parent, String word) {
        return Cast.as(
                cast.owner(), () -> customers.create(parent, Cast.customerData(word + " Company " + Cast.next())));
    }

    /** A customer with one of everything, all of it with the word in its name. */
    private Customer branch(CustomerId parent, String word) {
        Customer customer = customer(parent, word);
        Cast.does(cast.owner(), () -> {
            User user = users.create(data(customer.id(), word), new Users.FirstPassword.Chosen(Cast.PASSWORD))
                    .user();
            User gone = users.create(data(customer.id(), word), new Users.FirstPassword.Chosen(Cast.PASSWORD))
                    .user();
            users.delete(gone.id(), null);
            var location = locations.create(customer.id(), new Name(word + " Depot"));
            var device = devices.register(new RegisterDevice(
                            new UnitId(word + "-unit-" + Cast.next()),
                            new Name(word + " Van"),
                            customer.id(),
                            location.id(),
                            false))
                    .device();
            vehicles.edit(device.id(), null, new Vehicle(word + " 1", null, null, word, null));
            tags.change(List.of(device.unitId()), Tag.of(word), Set.of());
            if (!word.equals(OWN)) {
                ids.addAll(List.of(
                        customer.id().toString(),
                        user.id().toString(),
                        gone.id().toString(),
                        location.id().toString(),
                        device.id().toString()));
            }
        });
        return customer;
    }

    private static UserData data(CustomerId customer, String word) {
        String name = word + Cast.next();
        return new UserData(
                new EmailAddress(name + "@example.com"),
                new Username(name),
                customer,
                EnumSet.of(Group.ACCOUNT_ADMINISTRATOR),
                Person.NOBODY,
                null,
                null,
                null,
                true,
                false,
                Set.of());
    }

    private static void tellsNothing(String where, String told) {
        assertThat(told.toLowerCase(Locale.ROOT)).as(where).doesNotContain(BESIDE, ABOVE, "muster test account");
    }

    /** Numbers are given for each sort of thing by itself: that of a foreign customer can be that of a device of one's own. */
    private List<String> foreign(Client client) {
        List<String> own = new ArrayList<>();
        for (String list : List.of("customers", "users", "users/deleted", "locations", "devices", "tokens")) {
            client.get("/api/v1/" + list + "?limit=500")
                    .json()
                    .path("items")
                    .forEach(item -> own.add(item.path("id").asString()));
        }
        own.add(home.id().toString());
        List<String> foreign = ids.stream().filter(id -> !own.contains(id)).toList();
        assertThat(foreign).isNotEmpty();
        return foreign;
    }

    @Test
    void no_get_of_the_rest_interface_tells_anything() {
        Client client = clients.of(spy);
        List<String> paths = client.get("/v3/api-docs")
                .json()
                .path("paths")
                .propertyStream()
                .filter(path -> path.getValue().has("get"))
                .map(Map.Entry::getKey)
                .filter(path -> path.startsWith("/api/"))
                .toList();
        assertThat(paths).contains("/api/v1/customers", "/api/v1/users/{id}", "/api/v1/audit");
        int foundOwn = 0;
        for (String path : paths) {
            List<String> requests = path.contains("{")
                    ? foreign(client).stream()
                            .map(id -> path.replaceAll("\\{[^}]*}", id))
                            .toList()
                    : lists(path);
            for (String request : requests) {
                Client.Answer answer = client.get(request);
                assertThat(answer.status()).as(request).isIn(200, 400, 403, 404, 422);
                // What was asked for may be repeated in the address of a problem.
                tellsNothing(request, answer.raw().body().replace("\"instance\":\"" + path, ""));
                if (path.contains("{")) {
                    assertThat(answer.status()).as(request).isEqualTo(404);
                }
                foundOwn += answer.raw().body().contains(OWN) ? 1 : 0;
            }
        }
        assertThat(foundOwn)
                .as("requests that found something of the own branch")
                .isGreaterThan(5);
    }

    /** Every way to ask a list: searched for the words, sorted, and for customers and people who are nobody's business here. */
    private List<String> lists(String path) {
        Stream<String> plain = Stream.of("", "?limit=500", "?q=" + BESIDE, "?q=" + ABOVE, "?q=" + OWN);
        Stream<String> sorted = Stream.of(
                        "name", "email", "customer", "plate", "-vehicle", "-users", "-devices", "-createdAt", "id")
                .map(field -> "?sort=" + field);
        Stream<String> foreign = ids.stream()
                .flatMap(id ->
                        Stream.of("customerId", "locationId", "entity", "actor").map(name -> "?" + name + "=" + id));
        return Stream.of(plain, sorted, foreign)
                .flatMap(all -> all)
                .map(query -> path + query)
                .toList();
    }

    @Test
    void totals_count_nothing_else() {
        Client client = clients.of(spy);
        for (String list : List.of("customers", "users", "users/deleted", "locations", "devices", "audit")) {
            var page = client.get("/api/v1/" + list + "?limit=500").json();
            assertThat(page.path("total").asInt())
                    .as(list)
                    .isPositive()
                    .isEqualTo(page.path("items").size());
            assertThat(client.get("/api/v1/" + list + "?q=" + BESIDE)
                            .json()
                            .path("total")
                            .asInt())
                    .as(list)
                    .isZero();
        }
    }

    /** Names what is out of reach in everything that can be sent, and compares with what does not exist. */
    @Test
    void refusals_of_what_is_there_and_of_what_is_not_are_the_same() {
        Client client = clients.of(spy);
        for (String id : foreign(client)) {
            for (String request : List.of(
                    "POST /api/v1/customers {'name':'A','email':'a@example.com','parentId':'#'}",
                    "PATCH /api/v1/customers/# {'name':'A'}",
                    "DELETE /api/v1/customers/#",
                    "POST /api/v1/customers/#/suspend",
                    "POST /api/v1/customers/#/empty",
                    "POST /api/v1/customers/" + nested.id() + "/move {'parentId':'#'}",
                    "POST /api/v1/customers/#/move {'parentId':'" + home.id() + "'}",
                    "POST /api/v1/users {'email':'a@example.com','username':'aa','password':'slow green tractors',"
                            + "'groups':['INSTALLER'],'customerId':'#'}",
                    "POST /api/v1/users {'email':'a@example.com','username':'aa','password':'slow green tractors',"
                            + "'groups':['INSTALLER'],'customerId':'" + home.id() + "','locationIds':['#']}",
                    "PATCH /api/v1/users/# {'firstName':'A'}",
                    "DELETE /api/v1/users/#",
                    "POST /api/v1/users/#/restore",
                    "POST /api/v1/users/#/invite",
                    "POST /api/v1/users/#/password-reset",
                    "DELETE /api/v1/users/#/second-factor",
                    "POST /api/v1/locations {'name':'A','customerId':'#'}",
                    "PATCH /api/v1/locations/# {'name':'A'}",
                    "DELETE /api/v1/locations/#",
                    "POST /api/v1/devices {'unitId':'sweep-1','customerId':'#'}",
                    "POST /api/v1/devices {'unitId':'sweep-1','customerId':'" + home.id() + "','locationId':'#'}",
                    "PATCH /api/v1/devices/# {'name':'A'}",
                    "POST /api/v1/devices/#/approve",
                    "POST /api/v1/devices/#/approve {'customerId':'" + home.id() + "'}",
                    "POST /api/v1/devices/#/deny",
                    "POST /api/v1/devices/#/credential",
                    "DELETE /api/v1/tokens/#")) {
                String there = said(client, request, id);
                tellsNothing(request, there);
                assertThat(there).as(request + " " + id).isEqualTo(said(client, request, "987654321987654"));
            }
        }
    }

    private static String said(Client client, String request, String id) {
        String[] parts = request.replace('\'', '"').replace("#", id).split(" ", 3);
        Client.Answer answer = client.send(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
        assertThat(answer.status()).as(request).isGreaterThanOrEqualTo(400);
        return answer.status() + answer.raw().body().replaceAll("(?<![0-9])" + id + "(?![0-9])", "#");
    }

    @Test
    void the_export_of_the_history_tells_nothing() {
        List<String> lines = new ArrayList<>();
        Cast.does(spy, () -> history.export(home.id(), HistoryFilter.NONE, "", entry -> lines.add(entry.toString())));
        assertThat(lines).hasSizeGreaterThan(5);
        tellsNothing("export", lines.toString());
    }

    @Test
    void no_page_tells_anything() {
        Browser.open(context, spy);
        for (Customer place : List.of(home, nested, beside, above)) {
            for (String tab : List.of("account", "customers", "users", "devices", "locations", "history")) {
                String address = "accounts/" + place.id() + "/" + tab;
                UI.getCurrent().navigate(address);
                tellsNothing(address, everything());
                for (String word : List.of(BESIDE, ABOVE)) {
                    _find(TextField.class, search -> search.withPlaceholder("Search"))
                            .forEach(field -> field.setValue(word));
                    tellsNothing(address + " searched", everything());
                }
            }
        }
        UI.getCurrent().navigate("profile");
        tellsNothing("profile", everything());
    }

    @Test
    void no_dialog_offers_anything() {
        Browser.open(context, spy);
        int offered = 0;
        for (String tab : List.of("customers", "users", "devices", "locations")) {
            UI.getCurrent().navigate("accounts/" + home.id() + "/" + tab);
            for (Button button : _find(Button.class)) {
                String text = button.getAriaLabel().orElse(button.getText());
                if (!text.matches("(Create|Register device|Edit .*|Approve .*|Deleted users|Import.*)")) {
                    continue;
                }
                LocatorJ._click(button);
                tellsNothing(tab + " " + text, everything());
                for (ComboBox<?> choice : _find(ComboBox.class)) {
                    for (String typed : List.of("", BESIDE, ABOVE, OWN)) {
                        ComboBoxKt.setUserInput(choice, typed);
                        List<?> suggestions = ComboBoxKt.getSuggestions(choice);
                        offered += suggestions.toString().contains(OWN) ? 1 : 0;
                        tellsNothing(tab + " " + text + " " + choice.getLabel(), suggestions.toString());
                    }
                }
                _find(Dialog.class).forEach(Dialog::close);
            }
        }
        assertThat(offered).as("lists that offered something of the own branch").isPositive();
    }

    /** All text of the page, and all rows of its lists with all that is known of them there. */
    private static String everything() {
        String rows = _find(Grid.class).stream()
                .map(grid -> (List<?>) GridKt._fetch((Grid<?>) grid, 0, 200))
                .map(List::toString)
                .collect(Collectors.joining());
        String texts = Stream.concat(Stream.of((Component) UI.getCurrent()), _find(Dialog.class).stream())
                .map(component -> component.getElement().getTextRecursively())
                .collect(Collectors.joining());
        return rows + texts + Browser.notifications();
    }

    @Test
    void what_happens_out_there_does_not_even_refresh_a_page() {
        Browser.open(context, spy);
        AtomicInteger refreshes = new AtomicInteger();
        Div page = new Div();
        updates.follow(page, home.path(), EnumSet.allOf(Change.Kind.class), refreshes::incrementAndGet);
        UI.getCurrent().add(page);

        Cast.does(cast.owner(), () -> {
            customers.suspend(beside.id(), null);
            customers.resume(beside.id(), null);
            locations.create(above.id(), new Name(ABOVE + " Yard"));
            users.create(data(beside.id(), BESIDE), new Users.FirstPassword.Chosen(Cast.PASSWORD));
            devices.register(
                    new RegisterDevice(new UnitId(BESIDE + "-live-" + Cast.next()), null, beside.id(), null, true));
        });
        await().pollInSameThread()
                .during(Duration.ofMillis(900))
                .atMost(Duration.ofSeconds(10))
                .until(() -> pushed(refreshes) == 0);

        Cast.does(cast.owner(), () -> locations.create(nested.id(), new Name(OWN + " Yard")));
        await().pollInSameThread().atMost(Duration.ofSeconds(10)).until(() -> pushed(refreshes) > 0);
    }

    private static int pushed(AtomicInteger refreshes) {
        var session = com.vaadin.flow.server.VaadinSession.getCurrent();
        session.getService().runPendingAccessTasks(session);
        return refreshes.get();
    }
}
