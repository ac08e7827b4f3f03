package io.muster.device.ui;

import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.contextmenu.SubMenu;
import com.vaadin.flow.component.html.Hr;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.user.SavedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A menu of the views that somebody has saved of the list of devices. */
class ViewMenu extends MenuBar {

    /**
     * What a list shows.
     *
     * @param address what is wanted of it, as in {@link SavedView}
     */
    record Look(String address, List<String> columns) {

        boolean is(SavedView view) {
            return address.equals(view.address()) && columns.equals(view.columns());
        }
    }

    private final transient DeviceViews views;
    private final transient Supplier<Look> now;
    private final transient Consumer<SavedView> chosen;
    private final MenuItem root;
    /** What the menu offers now; null before it is shown. */
    private transient @Nullable List<SavedView> offered;

    private final transient List<MenuItem> items = new ArrayList<>();
    private transient Optional<SavedView> current = Optional.empty();

    ViewMenu(DeviceViews views, Supplier<Look> now, Consumer<SavedView> chosen) {
        this.views = views;
        this.now = now;
        this.chosen = chosen;
        addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
        root = addItem("");
    }

    /** Shows which of the views, if any, the list shows now. */
    void show() {
        Look look = now.get();
        List<SavedView> saved = views.saved();
        current = saved.stream().filter(look::is).findFirst();
        root.setText(current.map(view -> getTranslation("view.current", view.name()))
                .orElseGet(() -> getTranslation("views")));
        // An item that was chosen is still there while the menu closes.
        if (!saved.equals(offered)) {
            offer(saved);
            offered = saved;
        }
        for (int i = 0; i < saved.size(); i++) {
            items.get(i).setChecked(current.filter(saved.get(i)::equals).isPresent());
        }
        root.setEnabled(views.mayKeep() || !saved.isEmpty());
    }

    private void offer(List<SavedView> saved) {
        SubMenu menu = root.getSubMenu();
        menu.removeAll();
        items.clear();
        saved.forEach(view -> {
            String name = view.opens() ? getTranslation("view.opening", view.name()) : view.name();
            MenuItem item = menu.addItem(name, click -> chosen.accept(view));
            item.setCheckable(true);
            items.add(item);
        });
        if (views.mayKeep()) {
            if (!saved.isEmpty()) {
                menu.addComponent(new Hr());
            }
            menu.addItem(getTranslation("view.save"), click -> save());
            if (!saved.isEmpty()) {
                menu.addItem(getTranslation("views.manage"), click -> new ViewsDialog(views, this::show).open());
            }
        }
    }

    private void save() {
        Look look = now.get();
        ViewForm form = new ViewForm(
                current.map(SavedView::name).orElse(""),
                current.map(SavedView::opens).orElse(false),
                getTranslation("view.save.text"));
        new EditorDialog<>(getTranslation("view.save.title"), getTranslation("action.save"), form, entered -> {
                    views.save(entered.name(), look, entered.opens());
                    show();
                    Notifications.done(
                            getTranslation("view.saved", entered.name().strip()));
                })
                .open();
    }
}
