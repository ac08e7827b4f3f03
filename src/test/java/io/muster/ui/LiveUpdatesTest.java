package io.muster.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import io.muster.MusterTest;
import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@MusterTest
class LiveUpdatesTest {

    private static final Set<Change.Kind> USERS = EnumSet.of(Change.Kind.USER);
    private static final TreePath ONE = new TreePath("1.2.");
    private static final TreePath OTHER = new TreePath("1.3.");

    @Autowired
    LiveUpdates updates;

    @Autowired
    Neighbours neighbours;

    private final AtomicInteger refreshed = new AtomicInteger();
    private int before;
    private final Div page = new Div();

    @BeforeEach
    void open() {
        MockVaadin.setup();
        before = updates.followers();
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    @Test
    void a_page_that_goes_from_place_to_place_is_told_of_the_last_one_alone() {
        updates.follow(page, ONE, USERS, refreshed::incrementAndGet);
        UI.getCurrent().add(page);
        for (int i = 0; i < 5; i++) {
            updates.follow(page, OTHER, USERS, refreshed::incrementAndGet);
        }
        assertThat(updates.followers() - before).isEqualTo(1);
        updates.seen(new Change.Seen(Change.Kind.USER, List.of(ONE), false));
        updates.seen(new Change.Seen(Change.Kind.USER, List.of(OTHER), false));
        await().pollInSameThread().atMost(Duration.ofSeconds(5)).until(() -> {
            MockVaadin.clientRoundtrip(false);
            return refreshed.get() > 0;
        });
        MockVaadin.clientRoundtrip(false);
        assertThat(refreshed).hasValue(1);
    }

    @Test
    void a_notice_that_this_version_does_not_know_leaves_the_next_one_to_be_heard() {
        updates.follow(page, ONE, USERS, refreshed::incrementAndGet);
        UI.getCurrent().add(page);
        neighbours.take("another-instance A_KIND_OF_TOMORROW false 1.2.");
        neighbours.take("another-instance USER");
        neighbours.take("another-instance USER false 1.2.");
        await().pollInSameThread().atMost(Duration.ofSeconds(5)).until(() -> {
            MockVaadin.clientRoundtrip(false);
            return refreshed.get() > 0;
        });
    }

    @Test
    void a_page_that_is_left_is_told_nothing_and_one_that_comes_back_is() {
        updates.follow(page, ONE, USERS, refreshed::incrementAndGet);
        assertThat(updates.followers() - before).isZero();
        UI.getCurrent().add(page);
        assertThat(updates.followers() - before).isEqualTo(1);
        UI.getCurrent().remove(page);
        assertThat(updates.followers() - before).isZero();
        UI.getCurrent().add(page);
        assertThat(updates.followers() - before).isEqualTo(1);
    }
}
