package io.muster.device.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import io.muster.access.Actor;
import io.muster.device.Command;
import io.muster.device.Commands;
import io.muster.device.DeviceRow;
import io.muster.kernel.Change;
import io.muster.kernel.Rejected;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Notifications;
import io.muster.ui.Times;
import io.muster.ui.Work;
import java.time.Duration;
import java.util.EnumSet;

/** Asks something of a unit, and tells what it answers, until it has or its time is up. */
class CommandDialog extends Dialog {

    /** So much longer is waited than the unit has, so that its time is surely up. */
    private static final Duration BEYOND = Duration.ofSeconds(1);

    private final transient Commands commands;
    private final transient DeviceRow device;
    private final transient Actor viewer;
    private final RadioButtonGroup<Command.Name> what = new RadioButtonGroup<>(getTranslation("command.what"));
    private final UnorderedList sent = new UnorderedList();

    CommandDialog(Commands commands, LiveUpdates updates, DeviceRow device, Actor viewer) {
        this.commands = commands;
        this.device = device;
        this.viewer = viewer;
        setHeaderTitle(getTranslation("command.title", device.name()));
        addClassName("access-panel");
        what.setItems(Command.Name.values());
        what.setItemLabelGenerator(name -> getTranslation("command.name." + name));
        what.setValue(Command.Name.PING);
        sent.addClassName("viewers");
        sent.getElement().setAttribute("role", "status");
        add(new Paragraph(getTranslation("command.text")), what, sent);
        Button send = new Button(getTranslation("command.send"), click -> send());
        send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(getTranslation("action.close"), click -> close()), send);
        updates.follow(this, viewer.home(), EnumSet.of(Change.Kind.DEVICE), this::show);
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        super.onAttach(attached);
        show();
    }

    private void send() {
        Command.Name asked = what.getValue();
        try {
            commands.send(device.id(), asked);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                throw rejected;
            }
            Notifications.refused(rejected);
            return;
        }
        show();
        // Nothing happens anywhere when a unit is silent, so nobody would tell this page that the time is up.
        UI ui = UI.getCurrent();
        Work.begin(
                ui,
                () -> {
                    Thread.sleep(asked.patience().plus(BEYOND));
                    return true;
                },
                over -> {
                    if (isAttached()) {
                        show();
                    }
                },
                Notifications::refused);
    }

    private void show() {
        sent.removeAll();
        commands.latest(device.id()).forEach(command -> sent.add(line(command)));
    }

    private ListItem line(Command command) {
        Span name = new Span(getTranslation("command.name." + command.name()));
        name.addClassName("row-title");
        Span status = new Span(getTranslation("command.status." + command.status()));
        status.addClassName(
                switch (command.status()) {
                    case DONE, DUPLICATE -> "yes";
                    case FAILED, EXPIRED, UNSUPPORTED, TIMED_OUT -> "no";
                    case SENT, ACCEPTED -> "faint";
                });
        Span when = new Span(Times.ago(command.sentAt(), viewer.preferences(), ""));
        when.addClassName("faint");
        Div facts = new Div(status, when);
        facts.addClassName("row-facts");
        Div text = new Div(name, facts);
        text.addClassName("row-text");
        String reason = command.reason();
        if (reason != null) {
            text.add(new Span(reason));
        } else if (command.detail() != null) {
            Pre detail = new Pre(command.detail());
            detail.addClassName("wire");
            text.add(detail);
        }
        return new ListItem(text);
    }
}
