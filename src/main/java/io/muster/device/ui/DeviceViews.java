package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.user.ListColumns;
import io.muster.user.SavedView;
import io.muster.user.SavedViews;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** How a viewer likes to see the list of devices. */
@Component
class DeviceViews {

    private static final String LIST = "devices";

    private final Access access;
    private final ListColumns chosen;
    private final SavedViews views;

    DeviceViews(Access access, ListColumns chosen, SavedViews views) {
        this.access = access;
        this.chosen = chosen;
        this.views = views;
    }

    /** The columns that the viewer chose, in their order, or the usual ones. */
    List<ListColumn> columns() {
        return chosen.of(LIST)
                .map(DeviceViews::columns)
                .orElseGet(() -> Arrays.stream(ListColumn.values())
                        .filter(ListColumn::isUsual)
                        .toList());
    }

    /** The columns with these names; a name that there is no column of is left out. */
    static List<ListColumn> columns(List<String> keys) {
        return keys.stream()
                .map(ListColumn::of)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    static List<String> keys(List<ListColumn> columns) {
        return columns.stream().map(ListColumn::key).toList();
    }

    /** Keeps what the viewer chose; who looks as somebody else chooses for the moment only. */
    void keep(List<ListColumn> columns) {
        if (mayKeep()) {
            chosen.keep(LIST, keys(columns));
        }
    }

    boolean mayKeep() {
        return access.preview().isEmpty();
    }

    List<SavedView> saved() {
        return views.of(LIST);
    }

    /** The view that opens when nothing else is asked for. */
    Optional<SavedView> opening() {
        return saved().stream().filter(SavedView::opens).findFirst();
    }

    void save(String name, ViewMenu.Look look, boolean opens) {
        views.save(LIST, name, look.address(), look.columns(), opens);
    }

    void restore(SavedView view) {
        views.save(LIST, view.name(), view.address(), view.columns(), view.opens());
    }

    void change(SavedView view, String name, boolean opens) {
        if (!name.equals(view.name())) {
            views.rename(view.id(), name);
        }
        if (opens != view.opens()) {
            views.open(LIST, opens ? view.id() : null);
        }
    }

    void delete(SavedView view) {
        views.delete(view.id());
    }
}
