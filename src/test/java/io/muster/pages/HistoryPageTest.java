package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.select.Select;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.audit.HistoryEntry;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.user.User;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@MusterTest
class HistoryPageTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    MessageSource texts;

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
        assertThat(GridKt._getFormattedRow(_get(Grid.class), 0).toString()).contains("Renamed");
        assertThat(_get(Grid.class)).isNotNull();
        assertThat(shown().getFirst().action()).isEqualTo("edited");
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
    void who_administers_no_customer_has_no_history() {
        Browser.close();
        open(cast.user(home.id(), Group.FULL_DEVICE_ACCESS));
        assertThat(_get(H2.class).getText()).isEqualTo("Not for you");
    }

    @Test
    void every_action_in_the_history_has_words() {
        List<String> actions = jdbc.sql("select distinct action from audit_entry")
                .query(String.class)
                .list();
        assertThat(actions)
                .isNotEmpty()
                .allSatisfy(action -> assertThat(texts.getMessage("history.action." + action, null, "", Locale.ENGLISH))
                        .as(action)
                        .isNotEmpty());
    }
}
