package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRow;
import io.muster.kernel.TreePath;
import io.muster.ui.ListPanel;
import java.util.List;
import java.util.function.Supplier;

/** What can be done above a list of devices: with those that are chosen, or else to get more of them. */
final class DeviceListButtons {

    private final DeviceInbox inbox;
    private final ListPanel<DeviceRow> list;
    private final Button waiting;
    private final Button deny;
    private final Button approve;
    private final Button tag;
    private final Button locate;
    private final Button move;
    private final Button claim;
    private final Button many;
    private final Button register;
    private boolean locates;
    private boolean edits;
    private boolean arrives;
    private boolean claims;
    private boolean approves;

    /**
     * Buttons, which nobody sees before {@link #arrive}.
     *
     * @param here      customer whose list it is
     * @param undecided leads to the units that wait
     */
    DeviceListButtons(
            DeviceActions actions,
            DeviceArrivals arrivals,
            ListPanel<DeviceRow> list,
            Supplier<TreePath> here,
            Runnable undecided) {
        this.inbox = arrivals.inbox();
        this.list = list;
        waiting = new Button(list.getTranslation("devices.waiting"), click -> undecided.run());
        waiting.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        deny = this.inbox.deny(list::chosen, this::changedChosen);
        approve = this.inbox.approve(list::chosen, this::changedChosen);
        tag = button("devices.tags", () -> actions.tag(list.chosen(), here.get(), this::changedChosen));
        locate = button("device.locate", () -> actions.locate(list.chosen(), this::changedChosen));
        move = button("devices.move", () -> actions.move(here.get(), List.copyOf(list.chosen()), this::changedChosen));
        claim = button("device.claim", () -> arrivals.claim(here.get().customer(), list::refresh));
        many = button("devices.import", () -> arrivals.registerMany(here.get().customer(), list::refresh));
        register = button("device.register", () -> arrivals.register(here.get().customer(), list::refresh));
        register.setIcon(VaadinIcon.PLUS.create());
        register.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        list.selectable(row -> row.id().value(), rows -> chosen(!rows.isEmpty()));
    }

    private Button button(String text, Runnable action) {
        return new Button(list.getTranslation(text), click -> action.run());
    }

    private void changedChosen() {
        list.grid().deselectAll();
        list.refresh();
    }

    /** What leads to units that wait. */
    Button waiting() {
        return waiting;
    }

    /** All others, in their order. */
    Button[] others() {
        return new Button[] {deny, approve, tag, locate, move, claim, many, register};
    }

    /** Shows what the viewer may do at a place. */
    void arrive(Actor viewer, TreePath place) {
        locates = viewer.may(Permission.LOCATE_DEVICE, place);
        edits = viewer.may(Permission.EDIT_DEVICE, place);
        arrives = viewer.may(Permission.REGISTER_DEVICE, place);
        approves = viewer.may(Permission.APPROVE_DEVICE, place);
        claims = viewer.may(Permission.CLAIM_DEVICE, place);
        boolean moves = viewer.mayBelowHome(Permission.MOVE_DEVICE);
        boolean chooses = locates || edits || moves || approves;
        list.grid().setSelectionMode(chooses ? Grid.SelectionMode.MULTI : Grid.SelectionMode.NONE);
        chosen(false);
        move.setVisible(moves);
    }

    /** While devices are chosen, only what can be done with them is there. */
    private void chosen(boolean some) {
        locate.setVisible(some && locates);
        tag.setVisible(some && edits);
        claim.setVisible(!some && claims);
        waiting.setVisible(!some && approves);
        boolean decides = some && approves;
        approve.setVisible(decides && inbox.approves(list.chosen()));
        deny.setVisible(decides && inbox.denies(list.chosen()));
        register.setVisible(!some && arrives);
        many.setVisible(!some && arrives);
    }
}
