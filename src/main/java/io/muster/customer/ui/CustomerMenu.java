package io.muster.customer.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.CustomerRow;
import io.muster.customer.CustomerStatus;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Places;
import io.muster.ui.Question;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be done with a customer of a list, and the dialogs that ask before. */
class CustomerMenu extends MenuBar {

    /**
     * What the menu acts with.
     *
     * @param history whether the viewer may read the history of the customers
     * @param changed runs after each action
     */
    record Tools(
            Customers customers, CustomerMoves moves, CustomerRemoval removal, boolean history, Runnable changed) {}

    private final transient Tools tools;
    private final transient CustomerRow row;

    CustomerMenu(CustomerRow row, Tools tools) {
        this.row = row;
        this.tools = tools;
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON, MenuBarVariant.LUMO_SMALL);
        MenuItem more = addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
        more.setAriaLabel(getTranslation("customer.menu.label", row.name()));
        SubMenu menu = more.getSubMenu();
        menu.addItem(getTranslation("customer.edit"), click -> edit());
        menu.addItem(getTranslation("customer.move"), click -> move(null));
        if (row.status() == CustomerStatus.ACTIVE) {
            menu.addItem(getTranslation("customer.suspend"), click -> suspend());
        } else {
            menu.addItem(getTranslation("customer.resume"), click -> resume());
        }
        if (tools.history()) {
            menu.addItem(
                    getTranslation("history.show"),
                    click -> getUI().ifPresent(ui -> ui.navigate(Places.tab(row.id(), "history"))));
        }
        menu.addItem(getTranslation("customer.delete"), click -> delete());
    }

    private void edit() {
        getUI().ifPresent(ui -> ui.navigate(Places.tab(row.id(), "account")));
    }

    /**
     * Asks where the customer is to be moved.
     *
     * @param chosen the place that has been chosen already, or null
     */
    void move(@Nullable CustomerRow chosen) {
        CustomerId before = Objects.requireNonNull(row.parentId());
        MoveForm form = new MoveForm(tools.moves(), row);
        if (chosen != null) {
            form.begin(chosen);
        }
        new EditorDialog<>(
                        getTranslation("customer.move.title", row.name()),
                        getTranslation("customer.move.confirm"),
                        form,
                        target -> {
                            tools.moves().move(row.id(), null, target.id());
                            tools.changed().run();
                            Notifications.done(
                                    getTranslation("customer.moved", row.name(), target.name()),
                                    () -> moveBack(before));
                        })
                .open();
    }

    private void moveBack(CustomerId before) {
        tools.moves().move(row.id(), null, before);
        tools.changed().run();
        Notifications.done(getTranslation("customer.movedBack", row.name()));
    }

    private void suspend() {
        confirm("customer.suspend", () -> {
            tools.customers().suspend(row.id(), null);
            tools.changed().run();
            Notifications.done(getTranslation("customer.suspended", row.name()), this::resume);
        });
    }

    private void resume() {
        tools.customers().resume(row.id(), null);
        tools.changed().run();
        Notifications.done(getTranslation("customer.resumed", row.name()));
    }

    private void delete() {
        CustomerRemoval.Inside inside = tools.removal().inside(row.id());
        if (inside.isEmpty()) {
            confirmDelete();
        } else {
            showInside(inside);
        }
    }

    private void confirmDelete() {
        confirm("customer.delete", () -> {
            tools.removal().delete(row.id(), null);
            tools.changed().run();
            Notifications.done(getTranslation("customer.deleted", row.name()));
        });
    }

    private void showInside(CustomerRemoval.Inside inside) {
        String parent = tools.customers()
                .get(Objects.requireNonNull(row.parentId()))
                .name()
                .value();
        Dialog dialog = new Dialog(getTranslation("customer.delete.title", row.name()));
        dialog.addClassName("editor-dialog");
        UnorderedList list = new UnorderedList();
        inside.counts().forEach((sort, count) -> {
            if (count > 0) {
                list.add(new ListItem(getTranslation("customer.delete." + sort, count)));
            }
        });
        Paragraph help = new Paragraph(getTranslation("customer.delete.moveUp.help", parent));
        help.addClassName("faint");
        dialog.add(new Paragraph(getTranslation("customer.delete.inside", row.name())), list, help);
        Button cancel = new Button(getTranslation("action.cancel"), click -> dialog.close());
        Button moveUp = new Button(getTranslation("customer.delete.moveUp", parent), click -> {
            tools.removal().empty(row.id());
            dialog.close();
            tools.changed().run();
            Notifications.done(getTranslation("customer.emptied", row.name(), parent));
            confirmDelete();
        });
        moveUp.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        dialog.getFooter().add(cancel, moveUp);
        dialog.open();
    }

    /** Title, text and button have the keys of the action. */
    private void confirm(String action, Runnable then) {
        Question.beforeHarm(
                getTranslation(action + ".title", row.name()),
                getTranslation(action + ".text", row.name()),
                getTranslation(action + ".confirm"),
                then);
    }
}
