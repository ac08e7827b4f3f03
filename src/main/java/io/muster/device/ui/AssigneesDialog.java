package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.device.DeviceAssignments;
import io.muster.device.DeviceAssignments.Assignee;
import io.muster.device.DeviceAssignments.Assignees;
import io.muster.kernel.DeviceId;
import io.muster.ui.Notifications;
import java.util.List;

/** The users to whom one device is assigned directly. */
class AssigneesDialog extends Dialog {

    private final transient DeviceAssignments assignments;
    private final transient DeviceId device;
    private final MultiSelectComboBox<Assignee> choice = new MultiSelectComboBox<>();
    private final UnorderedList list = new UnorderedList();
    private final Paragraph others = new Paragraph();

    AssigneesDialog(DeviceAssignments assignments, DeviceId device) {
        this.assignments = assignments;
        this.device = device;
        addClassName("access-panel");
        choice.setLabel(getTranslation("assign.users"));
        choice.setItemLabelGenerator(user -> user.username() + " · " + user.customer());
        choice.setWidthFull();
        Button add = new Button(getTranslation("assign.add"), click -> add());
        Div adding = new Div(choice, add);
        adding.addClassName("field-and-button");
        list.addClassName("viewers");
        others.addClassName("faint");
        add(new Paragraph(getTranslation("assign.users.text")), adding, list, others);
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
        show();
    }

    private void show() {
        Assignees now = assignments.of(device);
        setHeaderTitle(getTranslation("assign.users.title", now.device().name()));
        choice.clear();
        choice.setItems(now.offered());
        list.removeAll();
        now.assigned().forEach(user -> list.add(line(user)));
        others.setVisible(now.others() > 0);
        others.setText(getTranslation("assign.users.others", now.others()));
    }

    private ListItem line(Assignee user) {
        Span name = new Span(user.username());
        Span customer = new Span(user.customer());
        customer.addClassName("faint");
        Div text = new Div(name, customer);
        text.addClassName("row-text");
        Button remove = new Button(VaadinIcon.CLOSE_SMALL.create(), click -> remove(user));
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        remove.setAriaLabel(getTranslation("assign.user.remove.label", user.username()));
        remove.setTooltipText(getTranslation("assign.remove"));
        Div line = new Div(text, remove);
        line.addClassName("row-card");
        return new ListItem(line);
    }

    private void add() {
        List<Assignee> users = List.copyOf(choice.getValue());
        if (users.isEmpty()) {
            choice.focus();
            return;
        }
        int added = assignments.assign(users.stream().map(Assignee::id).toList(), List.of(device));
        show();
        Notifications.done(getTranslation("assign.users.added", added));
    }

    private void remove(Assignee user) {
        assignments.remove(List.of(user.id()), List.of(device));
        show();
        Notifications.done(getTranslation("assign.user.removed", user.username()), () -> {
            assignments.assign(List.of(user.id()), List.of(device));
            show();
        });
    }
}
