package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** The columns that are shown, to be put in another order without a mouse. Each step is seen in the list at once. */
class ColumnOrderDialog extends Dialog {

    private final transient List<ListColumn> order;
    private final transient Consumer<List<ListColumn>> wanted;
    private final OrderedList rows = new OrderedList();

    /** @param wanted gets the order after each step */
    ColumnOrderDialog(List<ListColumn> order, Consumer<List<ListColumn>> wanted) {
        this.order = new ArrayList<>(order);
        this.wanted = wanted;
        setHeaderTitle(getTranslation("list.columns.order.title"));
        rows.addClassName("column-order");
        add(rows);
        Button done = new Button(getTranslation("action.done"), click -> close());
        done.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(done);
        show();
    }

    private void show() {
        rows.removeAll();
        for (int i = 0; i < order.size(); i++) {
            String title = getTranslation(order.get(i).title());
            ListItem row = new ListItem(
                    new Span(title),
                    step(i, i - 1, VaadinIcon.ARROW_UP, "list.columns.earlier", title),
                    step(i, i + 1, VaadinIcon.ARROW_DOWN, "list.columns.later", title));
            row.addClassName("column-order-row");
            rows.add(row);
        }
    }

    private Button step(int from, int to, VaadinIcon icon, String label, String title) {
        Button button = new Button(icon.create(), click -> move(from, to));
        button.addThemeVariants(ButtonVariant.LUMO_ICON, ButtonVariant.LUMO_TERTIARY);
        button.setAriaLabel(getTranslation(label, title));
        button.setEnabled(to >= 0 && to < order.size());
        return button;
    }

    /** The keyboard stays with the column that was moved, so that it can be moved on. */
    private void move(int from, int to) {
        Collections.swap(order, from, to);
        wanted.accept(List.copyOf(order));
        show();
        rows.getComponentAt(to)
                .getChildren()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(Button::isEnabled)
                .skip(to > from && to < order.size() - 1 ? 1 : 0)
                .findFirst()
                .ifPresent(Button::focus);
    }
}
