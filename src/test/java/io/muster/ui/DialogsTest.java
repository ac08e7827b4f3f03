package io.muster.ui;

import static com.github.mvysny.kaributesting.v10.LocatorJ._click;
import static com.github.mvysny.kaributesting.v10.LocatorJ._find;
import static com.github.mvysny.kaributesting.v10.LocatorJ._get;
import static com.github.mvysny.kaributesting.v10.LocatorJ._setValue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.mvysny.kaributesting.v10.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
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
        assertThat(dialog.isOpened()).isFalse();
        save.click();
        assertThat(saved).as("once, in whatever haste").containsExactly("Depot");
    }

    @Test
    void what_somebody_else_has_changed_meanwhile_comes_into_the_form_beside_what_was_entered() {
        List<String> kept = new ArrayList<>(List.of("Depot", "Oslo"));
        EditorDialog<List<String>> dialog = new EditorDialog<>("A form", "Save", () -> {
            List<String> read = List.copyOf(kept);
            return new EditorDialog.Draft<>(new TwoFields(read), entered -> {
                if (!read.equals(kept)) {
                    throw Rejected.stale();
                }
                kept.clear();
                kept.addAll(entered);
            });
        });
        dialog.open();
        MockVaadin.clientRoundtrip(true);
        Button save = _get(dialog, Button.class, search -> search.withText("Save"));
        _setValue(_get(dialog, TextField.class, search -> search.withLabel("Name")), "Yard");
        kept.set(1, "Bergen");
        _click(save);
        assertThat(dialog.isOpened()).isTrue();
        assertThat(_get(dialog, Problems.class).getText()).contains("unsaved.theirs");
        assertThat(_find(dialog, TextField.class))
                .extracting(TextField::getValue)
                .containsExactly("Yard", "Bergen");
        kept.set(0, "Garage");
        _click(save);
        assertThat(_get(dialog, Problems.class).getText()).contains("unsaved.both");
        assertThat(_find(dialog, TextField.class))
                .extracting(TextField::getValue)
                .containsExactly("Yard", "Bergen");
        _click(save);
        assertThat(dialog.isOpened()).isFalse();
        assertThat(kept).containsExactly("Yard", "Bergen");
    }

    private static final class TwoFields implements DataForm<List<String>> {

        private final TextField name = new TextField("Name");
        private final TextField city = new TextField("City");
        private final Div both = new Div(name, city);

        TwoFields(List<String> shown) {
            name.setValue(shown.get(0));
            city.setValue(shown.get(1));
        }

        @Override
        public Component component() {
            return both;
        }

        @Override
        public Optional<List<String>> read() {
            return Optional.of(List.of(name.getValue(), city.getValue()));
        }

        @Override
        public boolean refuse(Rejected.Problem problem, String text) {
            return false;
        }
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
