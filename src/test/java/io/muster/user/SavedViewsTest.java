package io.muster.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.BrowserSession;
import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.kernel.Rejected;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ways to look at a list, which are nobody else's business. */
@MusterTest
class SavedViewsTest {

    @Autowired
    Cast cast;

    @Autowired
    SavedViews views;

    @Autowired
    Previews previews;

    @Autowired
    JdbcClient jdbc;

    private User user;
    private User colleague;

    @BeforeEach
    void two_people() {
        Customer home = cast.customer();
        user = cast.user(home.id(), Group.values());
        colleague = cast.user(home.id(), Group.values());
    }

    private void save(User who, String name, boolean opens) {
        Cast.does(who, () -> views.save("devices", name, "seen=never", List.of("name", "plate"), opens));
    }

    private List<SavedView> of(User who) {
        return Cast.as(who, () -> views.of("devices"));
    }

    private static void assertRefused(Rejected.Kind kind, Runnable attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Rejected.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void a_view_is_there_for_whoever_saved_it() {
        save(user, "Never heard", false);
        SavedView view = of(user).getFirst();
        assertThat(view.name()).isEqualTo("Never heard");
        assertThat(view.address()).isEqualTo("seen=never");
        assertThat(view.columns()).containsExactly("name", "plate");
        assertThat(of(colleague)).isEmpty();
        assertRefused(Rejected.Kind.NOT_FOUND, () -> Cast.does(colleague, () -> views.delete(view.id())));
        assertRefused(Rejected.Kind.NOT_FOUND, () -> Cast.does(colleague, () -> views.rename(view.id(), "Mine")));
        assertRefused(Rejected.Kind.NOT_FOUND, () -> Cast.does(colleague, () -> views.open("devices", view.id())));
        Cast.does(user, () -> views.delete(view.id()));
        assertThat(of(user)).isEmpty();
    }

    @Test
    void the_same_name_is_the_same_view() {
        save(user, "Night", false);
        save(user, " NIGHT ", false);
        assertThat(of(user)).extracting(SavedView::name).containsExactly("NIGHT");
        save(user, "Day", false);
        SavedView day = of(user).getFirst();
        assertRefused(Rejected.Kind.INVALID, () -> Cast.does(user, () -> views.rename(day.id(), "night")));
        Cast.does(user, () -> views.rename(day.id(), "Morning"));
        assertThat(of(user)).extracting(SavedView::name).containsExactly("Morning", "NIGHT");
        assertRefused(Rejected.Kind.INVALID, () -> save(user, " ", false));
    }

    @Test
    void one_view_opens_first() {
        save(user, "A", true);
        save(user, "B", true);
        assertThat(of(user)).extracting(SavedView::opens).containsExactly(false, true);
        Cast.does(user, () -> views.open("devices", of(user).getFirst().id()));
        assertThat(of(user)).extracting(SavedView::opens).containsExactly(true, false);
        Cast.does(user, () -> views.open("devices", null));
        assertThat(of(user)).extracting(SavedView::opens).containsOnly(false);
    }

    @Test
    void there_are_twenty_at_most() {
        for (int i = 0; i < SavedViews.MOST; i++) {
            save(user, "View " + i, false);
        }
        assertRefused(Rejected.Kind.INVALID, () -> save(user, "One more", false));
        save(user, "View 3", true);
        assertThat(of(user)).hasSize(SavedViews.MOST);
    }

    @Test
    void who_looks_as_somebody_else_saves_nothing() {
        BrowserSession session = BrowserSession.begin(jdbc, cast.owner());
        session.does(() -> previews.begin(user.id()));
        assertRefused(
                Rejected.Kind.FORBIDDEN,
                () -> session.does(() -> views.save("devices", "Spy", "", List.of("name"), false)));
    }
}
