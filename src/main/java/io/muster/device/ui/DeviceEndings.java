package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.SubMenu;
import io.muster.device.DeviceRow;
import io.muster.device.Retirement;
import io.muster.device.UnitState;
import io.muster.kernel.UnitId;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Question;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How a device ends: it is taken out of use, or another unit takes its place, which can be taken back. */
@Component
class DeviceEndings {

    private final Retirement retirement;

    DeviceEndings(Retirement retirement) {
        this.retirement = retirement;
    }

    /** Whether a unit in this state can have a password. */
    static boolean isInUse(DeviceRow row) {
        return row.state() == UnitState.PENDING || row.state() == UnitState.ACCEPTED;
    }

    /** Adds to the menu of a device, for whoever may end it. */
    void addTo(SubMenu menu, DeviceRow row, Runnable changed) {
        if (isInUse(row)) {
            menu.addItem(text("device.swap"), click -> swap(row, changed));
        }
        if (isInUse(row) || row.state() == UnitState.DENIED) {
            menu.addItem(
                    text("device.decommission"),
                    click -> confirm("device.decommission", row, () -> decommission(row, changed)));
        }
    }

    private void swap(DeviceRow row, Runnable changed) {
        new EditorDialog<UnitId>(
                        text("device.swap.title", row.name()),
                        text("device.swap.confirm"),
                        new SwapForm(row, successor -> retirement.otherUse(row.id(), successor)),
                        successor -> {
                            Retirement.Swapped swapped = retirement.swap(row.id(), row.version(), successor);
                            changed.run();
                            Notifications.done(
                                    text("device.swapped", swapped.device().name()),
                                    () -> takeBack(swapped.device(), changed));
                            if (swapped.credential() != null) {
                                FirstConnection.show(swapped.credential());
                            }
                        })
                .open();
    }

    /** The device that has taken this one's place. */
    Optional<DeviceRow> successor(DeviceRow row) {
        return row.seen() && row.replacedBy() != null ? retirement.successor(row.id()) : Optional.empty();
    }

    /** What takes it back, as long as it can be, that a device took another one's place. */
    Optional<Button> undoOfSwap(DeviceRow row, Runnable changed) {
        if (retirement.replacedLately(row.id()).isEmpty()) {
            return Optional.empty();
        }
        Button button = new Button(
                text("device.swap.undo"), click -> confirm("device.swap.undo", row, () -> takeBack(row, changed)));
        button.addThemeVariants(ButtonVariant.LUMO_SMALL);
        return Optional.of(button);
    }

    private void takeBack(DeviceRow row, Runnable changed) {
        Retirement.Restored restored = retirement.undo(row.id());
        changed.run();
        String unit = restored.device().unitId().shown();
        if (restored.signsIn()) {
            Notifications.done(text("device.swap.undone", unit));
        } else {
            Notifications.warned(text("device.swap.undone.password", unit));
        }
    }

    private void decommission(DeviceRow row, Runnable changed) {
        retirement.decommission(row.id(), row.version());
        changed.run();
        Notifications.done(text("device.decommissioned", row.name()));
    }

    /** Asks before something is done that hurts; title, text and button have the keys of the action. */
    static void confirm(String action, DeviceRow row, Runnable then) {
        Question.beforeHarm(
                text(action + ".title", row.name()),
                text(action + ".text", row.unitId().shown()),
                text(action + ".confirm"),
                then);
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
