package io.muster.pages;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.mvysny.kaributesting.v10.GridKt;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.component.textfield.IntegerField;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.customer.Quota;
import io.muster.customer.Quotas;
import io.muster.user.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

@MusterTest
class QuotaOnPagesTest {

    @Autowired
    ApplicationContext context;

    @Autowired
    Cast cast;

    @Autowired
    Customers customers;

    @Autowired
    Quotas quotas;

    private Customer home;
    private Customer nested;
    private User administrator;

    @BeforeEach
    void grow() {
        home = cast.customer();
        nested = cast.customer(home.id());
        administrator = cast.administrator(home.id());
        cast.user(nested.id(), Group.FLEET_MANAGEMENT);
    }

    @AfterEach
    void close() {
        Browser.close();
    }

    private void open(Customer customer, String tab) {
        Browser.open(context, administrator);
        UI.getCurrent().navigate("accounts/" + customer.id() + "/" + tab);
    }

    private static IntegerField field(String label) {
        return _get(IntegerField.class, search -> search.withLabel(label));
    }

    @Test
    void a_limit_is_entered_on_the_card_and_its_use_shown() {
        open(nested, "account");
        _setValue(field("Most users"), 40);
        _click(_get(Button.class, search -> search.withText("Save")));
        assertThat(Browser.notifications()).anyMatch(text -> text.contains("has been saved"));
        assertThat(_get(Span.class, search -> search.withText("1 of 40 users")).isVisible())
                .isTrue();
        assertThat(_get(ProgressBar.class).getValue()).isEqualTo(1);
        assertThat(Cast.as(administrator, () -> quotas.of(nested.id()))
                        .orElseThrow()
                        .quota())
                .isEqualTo(new Quota(40L, null));
    }

    @Test
    void ones_own_limit_is_shown_and_not_changed() {
        open(home, "account");
        assertThat(field("Most users").isReadOnly()).isTrue();
        assertThat(_get(Button.class, search -> search.withText("Save")).isVisible())
                .isTrue();
    }

    /** Else whoever sees three devices would read there that there are three hundred. */
    @Test
    void whoever_cannot_change_a_customer_does_not_read_how_much_it_has() {
        Browser.open(context, cast.user(home.id(), Group.FULL_DEVICE_ACCESS, Group.FLEET_MANAGEMENT));
        UI.getCurrent().navigate("accounts/" + nested.id() + "/account");
        assertThat(_find(IntegerField.class)).isEmpty();
        assertThat(_find(ProgressBar.class)).isEmpty();
        assertThat(_find(Span.class, search -> search.withText("1 user"))).isEmpty();
    }

    @Test
    void the_list_marks_a_customer_that_is_nearly_full() {
        Cast.as(administrator, () -> {
            Customer now = customers.get(nested.id());
            return quotas.edit(now.id(), now.version(), now.data(), new Quota(1L, 10L));
        });
        open(home, "customers");
        @SuppressWarnings("unchecked")
        Grid<CustomerRow> grid = _get(Grid.class);
        assertThat(GridKt._getCellComponent(grid, 0, "status").getElement().getTextRecursively())
                .isEqualTo("ActiveFull");
    }
}
