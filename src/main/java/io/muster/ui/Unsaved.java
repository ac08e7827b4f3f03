package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeLeaveEvent;
import com.vaadin.flow.router.NavigationTrigger;
import com.vaadin.flow.shared.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows whether somebody has changed the fields within a component, and asks before that is lost. */
public final class Unsaved {

    /** A field tells what was typed when the focus leaves it; with Escape it would stay where it is. */
    private static final String TELL_BEFORE_ESCAPE = """
            if (!this.tellsBeforeEscape) {
              this.tellsBeforeEscape = true;
              this.addEventListener('keydown', (event) => {
                if (event.key === 'Escape') event.target.dispatchEvent(new Event('change', { bubbles: true }));
              }, true);
            }""";

    /**
     * With the back button the focus would stay as well: the field tells, and is left and entered again, before the page is left.
     * A browser without the navigation API says so too late; the server knows then only that somebody was typing, and asks.
     */
    private static final String TELL_BEFORE_BACK = """
            if (!window.tellsBeforeBack) {
              window.tellsBeforeBack = true;
              const [source, back] = window.navigation ? [window.navigation, 'navigate'] : [window, 'popstate'];
              source.addEventListener(back, (event) => {
                if (event.navigationType && event.navigationType !== 'traverse') return;
                const typedIn = document.activeElement?.closest('[unsaved]') ? document.activeElement : null;
                typedIn?.dispatchEvent(new Event('change', { bubbles: true }));
                typedIn?.blur();
                typedIn?.focus();
              });
            }""";

    /** The first key in a field, until what is in it has been told. */
    private static final String BEGINS = "element.typedIn !== event.target && !!(element.typedIn = event.target)";

    private static final String ENDS = "!!element.typedIn && !(element.typedIn = null)";

    private Component fields;
    private List<Object> loaded = List.of();
    /** Somebody is in the middle of a field, which has not told yet what is in it. */
    private boolean typing;

    private boolean saving;
    /** Waits for an answer; null while nothing is asked. */
    private BeforeLeaveEvent.@Nullable ContinueNavigationAction navigation;

    /** Looks after the fields within a component; whatever they hold is new until {@link #loaded} is called. */
    public Unsaved(Component fields) {
        this.fields = fields;
        watch();
    }

    private void watch() {
        Element element = fields.getElement();
        element.setAttribute("unsaved", true);
        fields.addAttachListener(attached -> element.executeJs(TELL_BEFORE_BACK));
        element.addEventListener("input", input -> typing = true).setFilter(BEGINS);
        element.addEventListener("change", told -> typing = false).setFilter(ENDS);
        element.addEventListener("focusout", told -> typing = false).setFilter(ENDS);
    }

    /** What the fields hold now is what is kept. */
    public void loaded() {
        loaded = values();
        typing = false;
    }

    /** Somebody has entered something since, or is about to. */
    public boolean isChanged() {
        return typing || !loaded.equals(values());
    }

    private List<Object> values() {
        return fields(fields).stream().map(Unsaved::value).toList();
    }

    private static Object value(HasValue<?, ?> field) {
        return Objects.requireNonNullElse(field.getValue(), "");
    }

    private static List<HasValue<?, ?>> fields(Component component) {
        List<HasValue<?, ?>> fields = new ArrayList<>();
        within(component).forEach(each -> {
            if (each instanceof HasValue<?, ?> field) {
                fields.add(field);
            }
        });
        return fields;
    }

    /**
     * Looks after the fields of another component from now on, which are the same ones with what is kept now, and carries over
     * what somebody has entered in those that there were.
     *
     * @return labels of the fields in which that differs from what was kept meanwhile; empty when the fields are not the same
     */
    Optional<List<String>> takeOver(Component fresh) {
        List<HasValue<?, ?>> mine = fields(fields);
        List<HasValue<?, ?>> theirs = fields(fresh);
        if (mine.size() != theirs.size() || mine.size() != loaded.size()) {
            return Optional.empty();
        }
        List<Object> before = loaded;
        fields = fresh;
        watch();
        loaded();
        List<String> both = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            Object entered = value(mine.get(i));
            if (!entered.equals(before.get(i))) {
                if (!before.get(i).equals(loaded.get(i)) && !entered.equals(loaded.get(i))) {
                    both.add(theirs.get(i) instanceof HasLabel labelled ? labelled.getLabel() : "");
                }
                carry(mine.get(i), theirs.get(i));
            }
        }
        return Optional.of(both.stream().filter(label -> !label.isEmpty()).toList());
    }

    @SuppressWarnings("unchecked")
    private static <V> void carry(HasValue<?, V> from, HasValue<?, ?> to) {
        ((HasValue<?, V>) to).setValue(from.getValue());
    }

    private static Stream<Component> within(Component component) {
        return Stream.concat(Stream.of(component), component.getChildren().flatMap(Unsaved::within));
    }

    /** Goes on, at once when nothing was changed, else when that may be lost. */
    public void ask(Runnable goOn) {
        if (isChanged()) {
            Question.beforeLoss(goOn);
        } else {
            goOn.run();
        }
    }

    /** What was entered is being worked on, and not lost by leaving the page: how that ends is shown on the next one. */
    void working(boolean now) {
        saving = now;
    }

    /** Saves; whatever page that leads to, nothing is lost by it. */
    void saving(Runnable saver) {
        saving = true;
        try {
            saver.run();
        } finally {
            saving = false;
        }
    }

    /** Whoever leaves the page, by the back button as well, is asked first. */
    public void beforeLeave(BeforeLeaveEvent event) {
        beforeLeave(event, () -> {});
    }

    private void beforeLeave(BeforeLeaveEvent event, Runnable discarded) {
        if (saving || !isChanged()) {
            return;
        }
        boolean asked = navigation != null;
        navigation = event.postpone();
        if (!asked) {
            Question.beforeLoss(
                    () -> {
                        loaded();
                        discarded.run();
                        answered().proceed();
                    },
                    () -> answered().cancel());
        }
    }

    private BeforeLeaveEvent.ContinueNavigationAction answered() {
        BeforeLeaveEvent.ContinueNavigationAction wanted = Objects.requireNonNull(navigation);
        navigation = null;
        return wanted;
    }

    /**
     * Looks after a dialog while it is open: what its fields hold as it opens is what is kept.
     *
     * @param leave runs when somebody wants to close it by Escape
     */
    void follow(Dialog dialog, Runnable leave) {
        List<Registration> whileOpen = new ArrayList<>();
        dialog.addDialogCloseActionListener(close -> leave.run());
        dialog.addAttachListener(attached -> {
            loaded();
            dialog.getElement().executeJs(TELL_BEFORE_ESCAPE);
            whileOpen.add(attached.getUI().addBeforeLeaveListener(leaves -> {
                // It outlives a page that is opened anew, unless that is out of reach now.
                if (dialog.isOpened() && leaves.getTrigger() != NavigationTrigger.REFRESH_ROUTE) {
                    beforeLeave(leaves, dialog::close);
                }
            }));
        });
        dialog.addDetachListener(detached -> {
            whileOpen.forEach(Registration::remove);
            whileOpen.clear();
        });
    }
}
