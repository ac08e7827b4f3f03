package io.muster.device.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.device.Checkup;
import io.muster.device.Installation;
import io.muster.device.Installations;
import io.muster.device.Vehicle;
import io.muster.kernel.Change;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Times;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Waits for the unit to show itself, and says why it does not. */
class InstallCheckStep extends InstallStep {

    /** How long a unit may take, with a modem that looks for its network. */
    private static final int PATIENCE_MS = 120_000;

    private static final int AGAIN_MS = 10_000;

    private final transient Installations installations;
    private final transient Installation installation;
    private final transient Set<Vehicle.Finding> entered;
    private final transient Preferences viewer;
    private final Paragraph text = new Paragraph(getTranslation("install.check.text"));
    private final UnorderedList list = new UnorderedList();
    private final Div cause = new Div();
    private final Button done;
    private final Button again;
    private final Button later;
    private final Button correct;
    private final Button leave;
    private boolean late;

    /**
     * The step.
     *
     * @param entered what is to be looked at once more of the vehicle, as it was entered
     * @param correct goes back to the vehicle
     * @param leave   goes on with another unit: somebody has taken this one away meanwhile
     */
    InstallCheckStep(
            Installations installations,
            LiveUpdates updates,
            Installation installation,
            Set<Vehicle.Finding> entered,
            Preferences viewer,
            Consumer<Installation> next,
            Runnable correct,
            Runnable leave) {
        super(4, "install.check.title");
        this.installations = installations;
        this.installation = installation;
        this.entered = entered;
        this.viewer = viewer;
        list.addClassName("install-list");
        list.getElement().setAttribute("aria-live", "polite");
        cause.addClassName("install-cause");
        cause.getElement().setAttribute("role", "status");
        add(text, list, cause);
        Runnable finish = () -> next.accept(installations.finish(installation.device()));
        done = primary(getTranslation("install.check.done"), finish);
        again = primary(getTranslation("install.check.again"), this::again);
        later = other(getTranslation("install.check.later"), finish);
        this.correct = other(getTranslation("install.vehicle.correct"), correct);
        this.leave = primary(getTranslation("install.receipt.next"), leave);
        getElement().addEventListener("waited", event -> waited());
        updates.follow(this, installation.place(), Set.of(Change.Kind.DEVICE), this::refresh);
        refresh();
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        wait(late ? AGAIN_MS : PATIENCE_MS);
    }

    /** Refusals are no news of the device, so that after a while the page asks by itself. */
    private void wait(int milliseconds) {
        getElement()
                .executeJs(
                        "clearTimeout(this.waits); this.waits = setTimeout(() => this.dispatchEvent(new Event('waited')), $0)",
                        milliseconds);
    }

    private void waited() {
        late = true;
        refresh();
        wait(AGAIN_MS);
    }

    private void again() {
        late = false;
        refresh();
        wait(PATIENCE_MS);
    }

    private void refresh() {
        try {
            Checkup checkup = installations.checkup(installation.device());
            if (checkup.ended()) {
                over(explained(checkup));
            } else {
                stays(true);
                show(checkup);
            }
        } catch (Rejected rejected) {
            attempted(rejected);
        }
    }

    /** The unit was moved away meanwhile, or the installer has lost the right to look. */
    @Override
    void refused(Rejected rejected) {
        if (rejected.kind() == Rejected.Kind.NOT_FOUND || rejected.kind() == Rejected.Kind.FORBIDDEN) {
            over(wordsOfInstalled(rejected));
        } else {
            super.refused(rejected);
        }
    }

    /** There is nothing to wait for any more, and nothing that could be called installed. */
    private void over(String why) {
        stays(false);
        for (Component waiting : new Component[] {cause, done, again, later, correct}) {
            waiting.setVisible(false);
        }
        tell(why);
    }

    private void stays(boolean there) {
        retitle(there ? "install.check.title" : "install.over");
        text.setVisible(there);
        list.setVisible(there);
        leave.setVisible(!there);
    }

    private void show(Checkup checkup) {
        list.removeAll();
        list.add(
                item("announced", checkup.announcedAt() == null ? null : Times.exact(checkup.announcedAt(), viewer)),
                item("position", checkup.located() ? getTranslation("install.check.known") : null),
                item(
                        "voltage",
                        checkup.batteryV() == null ? null : getTranslation("install.check.volts", checkup.batteryV())),
                item(
                        "signal",
                        checkup.rssiDbm() == null ? null : getTranslation("install.check.dbm", checkup.rssiDbm())));
        warn(checkup);
        boolean stuck = late && checkup.cause() != null;
        cause.setText(stuck ? explained(checkup) : "");
        cause.setVisible(stuck);
        done.setVisible(checkup.announced());
        again.setVisible(stuck);
        later.setVisible(!checkup.announced());
    }

    /** Of what was entered, and of what the unit has read from the vehicle since. */
    private void warn(Checkup checkup) {
        Set<Vehicle.Finding> findings = EnumSet.noneOf(Vehicle.Finding.class);
        findings.addAll(entered);
        if (checkup.otherVin()) {
            findings.add(Vehicle.Finding.OTHER_VIN_TOLD);
        }
        tell(
                findings.isEmpty()
                        ? null
                        : findings.stream()
                                .map(finding -> getTranslation("vehicle.finding." + finding))
                                .collect(Collectors.joining(" ")));
        correct.setVisible(!findings.isEmpty());
    }

    private ListItem item(String what, @Nullable String value) {
        boolean there = value != null;
        Span words = new Span(getTranslation("install.check." + what));
        Span state = new Span(there ? value : getTranslation("install.check.waits"));
        state.addClassName("install-state");
        ListItem item = new ListItem((there ? VaadinIcon.CHECK_CIRCLE : VaadinIcon.HOURGLASS).create(), words, state);
        item.addClassName(there ? "there" : "waits");
        return item;
    }

    private String explained(Checkup checkup) {
        String reason = checkup.reason() == null ? "" : getTranslation("ingest.reason." + checkup.reason());
        String at = checkup.at() == null ? "" : Times.exact(checkup.at(), viewer);
        return getTranslation("install.cause." + checkup.cause(), reason, at);
    }
}
