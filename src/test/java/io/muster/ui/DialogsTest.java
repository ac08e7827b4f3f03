package io.muster.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.server.VaadinSession;
import io.muster.kernel.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a dialog when something fails that nobody foresaw: the database went away, say. */
class DialogsTest {

    private static final IllegalStateException AWAY = new IllegalStateException("away");

    @BeforeEach
    void open() {
        MockVaadin.setup();
    }

    @AfterEach
    void close() {
        MockVaadin.tearDown();
    }

    @Test
    void what_was_entered_can_be_saved_once_more() {
        List<String> saved = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>(List.of(AWAY));
        EditorDialog<String> dialog = new EditorDialog<>("A form", "Save", new OneField(), text -> {
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            saved.add(text);
        });
        dialog.open();
        Button save = _get(dialog, Button.class, search -> search.withText("Save"));
        assertThatThrownBy(() -> _click(save)).isSameAs(AWAY);
        _click(save);
        assertThat(saved).containsExactly("Depot");
        assertThat(dialog.isOpened()).isFalse();
    }

    @Test
    void work_that_failed_can_be_begun_again() {
        List<Throwable> told = new ArrayList<>();
        VaadinSession.getCurrent().setErrorHandler(error -> told.add(error.getThrowable()));
        FailingWork dialog = new FailingWork();
        dialog.open();
        MockVaadin.clientRoundtrip(true);
        dialog.begin();
        assertThat(dialog.content.isEnabled()).isFalse();
        await().pollInSameThread().untilAsserted(() -> {
            MockVaadin.clientRoundtrip(true);
            assertThat(told).isNotEmpty();
        });
        assertThat(dialog.content.isEnabled()).isTrue();
        assertThat(dialog.isCloseOnEsc()).isTrue();
    }

    private static final class FailingWork extends WorkDialog {

        FailingWork() {
            super("Work");
        }

        void begin() {
            work(
                    1,
                    () -> {
                        throw AWAY;
                    },
                    done -> UI.getCurrent().close());
        }
    }

    private static final class OneField implements DataForm<String> {

        private final TextField field = new TextField("Name", "Depot", "");

        @Override
        public Component component() {
            return field;
        }

        @Override
        public Optional<String> read() {
            return Optional.of(field.getValue());
        }

        @Override
        public boolean refuse(Rejected.Problem problem, String text) {
            return false;
        }
    }
}
