package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.select.Select;
import io.muster.access.Access;
import io.muster.access.Group;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.LazyChoice;
import io.muster.user.BulkChange;
import io.muster.user.BulkResult;
import io.muster.user.UserBulk;
import io.muster.user.UserRow;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with many users of a list at once: each choice states what will happen, and then what did. */
@org.springframework.stereotype.Component
class BulkActions {

    private final Access access;
    private final UserBulk bulk;
    private final Customers customers;
    private final Locations locations;

    BulkActions(Access access, UserBulk bulk, Customers customers, Locations locations) {
        this.access = access;
        this.bulk = bulk;
        this.customers = customers;
        this.locations = locations;
    }

    /** The list that is worked on. */
    interface Selection {

        Set<UserRow> chosen();

        CustomerId place();

        /** The chosen have been changed: nothing is chosen any more, and the list is read anew. */
        void changed();
    }

    MenuBar menu(Selection selection) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        SubMenu menu = bar.addItem(text("users.bulk")).getSubMenu();
        menu.addItem(text("user.activate"), click -> plain("activate", selection, new BulkChange.Activate()));
        menu.addItem(text("user.deactivate"), click -> plain("deactivate", selection, new BulkChange.Deactivate()));
        menu.addSeparator();
        menu.addItem(text("users.bulk.addGroup"), click -> group("addGroup", selection, BulkChange.AddGroup::new));
        menu.addItem(
                text("users.bulk.removeGroup"), click -> group("removeGroup", selection, BulkChange.RemoveGroup::new));
        menu.addItem(text("users.bulk.move"), click -> move(selection));
        SubMenu places = menu.addItem(text("users.bulk.locations")).getSubMenu();
        places.addItem(
                text("users.bulk.setLocations"),
                click -> places("setLocations", selection, BulkChange.SetLocations::new));
        places.addItem(
                text("users.bulk.addLocations"),
                click -> places("addLocations", selection, BulkChange.AddLocations::new));
        places.addItem(
                text("users.bulk.removeLocations"),
                click -> places("removeLocations", selection, BulkChange.RemoveLocations::new));
        places.addItem(
                text("users.bulk.everywhere"), click -> plain("everywhere", selection, new BulkChange.Everywhere()));
        return bar;
    }

    /** Asks, changes and says what came of it. */
    void plain(String action, Selection selection, BulkChange change) {
        ask(action, selection, form -> BulkForm.plain(form, selection.chosen(), change));
    }

    private void group(String action, Selection selection, Function<Group, BulkChange> change) {
        Select<Group> field = new Select<>();
        field.setLabel(text("user.groups"));
        field.setItems(access.actor().groups().stream().sorted().toList());
        field.setItemLabelGenerator(group -> group == null ? "" : text("group." + group));
        ask(action, selection, form -> BulkForm.choosing(form, selection.chosen(), "groups", field, change));
    }

    private void move(Selection selection) {
        LazyChoice<CustomerRow> field = new LazyChoice<>(
                text("user.customer"),
                query -> customers.choices(Permission.MANAGE_USERS, query),
                CustomerRow::id,
                CustomerRow::name);
        ask(
                "move",
                selection,
                form -> BulkForm.choosing(
                        form,
                        selection.chosen(),
                        "customerId",
                        field,
                        (CustomerRow row) -> new BulkChange.MoveTo(row.id())));
    }

    private void places(String action, Selection selection, Function<Set<LocationId>, BulkChange> change) {
        MultiSelectComboBox<Locations.Choice> field = new MultiSelectComboBox<>(text("user.locations"));
        field.setItems(LazyChoice.items(query -> locations.choices(selection.place(), query), Locations.Choice::id));
        field.setItemLabelGenerator(choice -> choice.name().value());
        if (locations.choices(selection.place(), ListQuery.all()).total() == 0) {
            field.setHelperText(text("users.bulk.noLocations"));
        }
        ask(
                action,
                selection,
                form -> BulkForm.choosing(
                        form,
                        selection.chosen(),
                        "locationIds",
                        field,
                        (Set<Locations.Choice> choices) -> change.apply(
                                choices.stream().map(Locations.Choice::id).collect(Collectors.toSet()))));
    }

    private void ask(String action, Selection selection, Function<String, BulkForm> form) {
        int count = selection.chosen().size();
        String title = text("users.bulk." + action + ".title", count);
        new EditorDialog<>(
                        title,
                        text("users.bulk.go"),
                        form.apply(text("users.bulk." + action + ".text", count)),
                        change -> {
                            BulkResult result = bulk.apply(
                                    selection.chosen().stream().map(UserRow::id).toList(), change);
                            selection.changed();
                            show(title, result, selection::changed);
                        })
                .open();
    }

    /** Says what came of it, and offers to take it back. */
    void show(String title, BulkResult result, Runnable changed) {
        BulkSummary summary = new BulkSummary(title, result);
        if (!result.done().isEmpty()) {
            summary.undo(() -> {
                BulkResult undone = bulk.undo(result);
                changed.run();
                new BulkSummary(text("users.bulk.undone"), undone).open();
            });
        }
        summary.open();
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
