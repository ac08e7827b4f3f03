package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.device.AssignableDevice;
import io.muster.device.DeviceAssignments;
import io.muster.kernel.UserId;
import io.muster.ui.Hidden;
import io.muster.ui.LazyChoice;
import io.muster.ui.ListPanel;
import io.muster.ui.Notifications;
import java.util.List;

/** The devices that are assigned to a user directly: search, add, take away. */
class AssignedDevices extends Div {

    private final transient DeviceAssignments assignments;
    private final transient UserId user;
    private final ListPanel<AssignableDevice> list;
    private final LazyChoice<AssignableDevice> choice;

    AssignedDevices(DeviceAssignments assignments, UserId user) {
        this.assignments = assignments;
        this.user = user;
        addClassName("assigned-devices");
        choice = new LazyChoice<>(
                getTranslation("assign.device"),
                query -> assignments.offered(user, query),
                AssignableDevice::id,
                AssignedDevices::label);
        choice.setWidthFull();
        Button add = new Button(getTranslation("assign.add"), click -> add());
        Div adding = new Div(choice, add);
        adding.addClassName("field-and-button");
        list = new ListPanel<>(query -> assignments.of(user, query), AssignableDevice::id);
        list.setEmptyText(getTranslation("assign.devices.empty"));
        list.grid()
                .addComponentColumn(this::line)
                .setKey("device")
                .setHeader(new Hidden(getTranslation("list.row")))
                .setFlexGrow(1);
        list.grid().setAllRowsVisible(false);
        add(new Paragraph(getTranslation("assign.devices.text")), adding, list);
    }

    /** A device that nobody has named is its unit id. */
    static String label(AssignableDevice device) {
        return device.name().equals(device.unitId()) ? device.unitId() : device.name() + " · " + device.unitId();
    }

    private Div line(AssignableDevice device) {
        Span name = new Span(label(device));
        Span customer = new Span(device.customer());
        customer.addClassName("faint");
        Div text = new Div(name, customer);
        text.addClassName("row-text");
        Button remove = new Button(VaadinIcon.CLOSE_SMALL.create(), click -> remove(device));
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        remove.setAriaLabel(getTranslation("assign.device.remove.label", device.name()));
        remove.setTooltipText(getTranslation("assign.remove"));
        Div line = new Div(text, remove);
        line.addClassName("row-card");
        return line;
    }

    private void add() {
        AssignableDevice device = choice.getValue();
        if (device == null) {
            choice.focus();
            return;
        }
        assignments.assign(List.of(user), List.of(device.id()));
        choice.clear();
        choice.getDataProvider().refreshAll();
        list.refresh();
        Notifications.done(getTranslation("assign.device.added", device.name()));
    }

    private void remove(AssignableDevice device) {
        assignments.remove(List.of(user), List.of(device.id()));
        list.refresh();
        choice.getDataProvider().refreshAll();
        Notifications.done(getTranslation("assign.device.removed", device.name()), () -> {
            assignments.assign(List.of(user), List.of(device.id()));
            list.refresh();
        });
    }
}
