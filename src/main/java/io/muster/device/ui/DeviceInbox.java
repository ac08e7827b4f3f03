package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import io.muster.customer.Customers;
import io.muster.device.DeviceDecisions;
import io.muster.device.DeviceHints;
import io.muster.device.DeviceHints.Hint;
import io.muster.device.DeviceRow;
import io.muster.device.UnitState;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.UnitId;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Question;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Decides about many units that wait to be let in. */
@Component
class DeviceInbox {

    /** So many units are named in one notification. */
    private static final int NAMED = 5;

    private static final Set<UnitState> WAIT = EnumSet.of(UnitState.UNCLAIMED, UnitState.PENDING);

    private final DeviceDecisions decisions;
    private final DeviceHints hints;
    private final Customers customers;

    DeviceInbox(DeviceDecisions decisions, DeviceHints hints, Customers customers) {
        this.decisions = decisions;
        this.hints = hints;
        this.customers = customers;
    }

    /** Whether there is anything among these to let in. */
    boolean approves(Set<DeviceRow> chosen) {
        return !approvable(chosen).isEmpty();
    }

    /** Whether there is anything among these to turn away. */
    boolean denies(Set<DeviceRow> chosen) {
        return !waiting(chosen).isEmpty();
    }

    /** To which customer each of these units most likely belongs. */
    Map<DeviceId, Hint> likely(List<DeviceRow> rows) {
        return hints.likeliest(rows.stream()
                .filter(row -> row.customerId() == null)
                .map(DeviceRow::id)
                .toList());
    }

    Button approve(Supplier<Set<DeviceRow>> chosen, Runnable changed) {
        Button button = new Button(text("device.approve"), click -> approve(approvable(chosen.get()), changed));
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return button;
    }

    Button deny(Supplier<Set<DeviceRow>> chosen, Runnable changed) {
        Button button = new Button(text("device.deny"), click -> askToDeny(waiting(chosen.get()), changed));
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ERROR);
        return button;
    }

    private static List<DeviceRow> waiting(Set<DeviceRow> chosen) {
        return chosen.stream().filter(row -> WAIT.contains(row.state())).toList();
    }

    /** What was denied is let in only where nothing else could be: nobody means it who has chosen all that there is. */
    private static List<DeviceRow> approvable(Set<DeviceRow> chosen) {
        List<DeviceRow> waiting = waiting(chosen);
        return waiting.isEmpty()
                ? chosen.stream().filter(row -> row.state() == UnitState.DENIED).toList()
                : waiting;
    }

    private void askToDeny(List<DeviceRow> rows, Runnable changed) {
        List<UnitId> units = rows.stream().map(DeviceRow::unitId).toList();
        Question.beforeHarm(
                text("devices.deny.title", units.size()),
                text("devices.deny.text", units.size()),
                text("device.deny"),
                () -> {
                    DeviceDecisions.Summary summary = decisions.deny(units);
                    changed.run();
                    tell("devices.denied", summary);
                });
    }

    private void approve(List<DeviceRow> rows, Runnable changed) {
        long ownerless = rows.stream().filter(row -> row.customerId() == null).count();
        Map<DeviceId, Hint> likely = likely(rows);
        new EditorDialog<>(
                        text("devices.approve.title", rows.size()),
                        text("device.approve"),
                        new ApproveManyForm(customers, rows.size(), ownerless, likely.size()),
                        entered -> {
                            Map<UnitId, CustomerId> own = new HashMap<>();
                            if (entered.likely()) {
                                rows.stream()
                                        .filter(row -> likely.containsKey(row.id()))
                                        .forEach(row -> own.put(
                                                row.unitId(),
                                                Objects.requireNonNull(likely.get(row.id()))
                                                        .customer()));
                            }
                            DeviceDecisions.Summary summary = decisions.approve(
                                    rows.stream().map(DeviceDecisions.Seen::of).toList(), entered.target(), own);
                            changed.run();
                            tell("devices.approved", summary);
                        })
                .open();
    }

    private static void tell(String key, DeviceDecisions.Summary summary) {
        String done = text(key, summary.decided());
        if (summary.left().isEmpty()) {
            Notifications.done(done);
        } else {
            Notifications.warned(
                    done + " " + text("devices.left", summary.left().size(), named(summary.left())));
        }
    }

    /** The first few by their ids. */
    private static String named(Collection<UnitId> units) {
        String first = units.stream().limit(NAMED).map(UnitId::shown).collect(Collectors.joining(", "));
        return units.size() > NAMED ? first + ", …" : first;
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
