package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.user.SavedView;
import java.util.List;

/** The views that somebody has saved: to rename them, to delete them, and to say which one opens by itself. */
class ViewsDialog extends Dialog {

    private final transient DeviceViews views;
    private final transient Runnable changed;
    private final UnorderedList list = new UnorderedList();

    ViewsDialog(DeviceViews views, Runnable changed) {
        this.views = views;
        this.changed = changed;
        setHeaderTitle(getTranslation("views.title"));
        addClassName("access-panel");
        list.addClassName("viewers");
        add(list);
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
        show();
    }

    private void show() {
        list.removeAll();
        List<SavedView> saved = views.saved();
        saved.forEach(view -> list.add(line(view)));
        if (saved.isEmpty()) {
            list.add(new ListItem(new Paragraph(getTranslation("views.none"))));
        }
    }

    private void changed() {
        show();
        changed.run();
    }

    private ListItem line(SavedView view) {
        Span name = new Span(view.name());
        name.addClassName("row-title");
        Div head = new Div(name);
        head.addClassName("row-facts");
        if (view.opens()) {
            Span badge = new Span(getTranslation("view.opens.badge"));
            badge.getElement().getThemeList().add("badge");
            head.add(badge);
        }
        Button rename = new Button(getTranslation("view.edit"), click -> rename(view));
        rename.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
        rename.setAriaLabel(getTranslation("view.edit.label", view.name()));
        Button delete = new Button(VaadinIcon.TRASH.create(), click -> delete(view));
        delete.addThemeVariants(
                ButtonVariant.LUMO_SMALL,
                ButtonVariant.LUMO_TERTIARY,
                ButtonVariant.LUMO_ERROR,
                ButtonVariant.LUMO_ICON);
        delete.setAriaLabel(getTranslation("view.delete.label", view.name()));
        Div buttons = new Div(rename, delete);
        buttons.addClassName("row-actions");
        Div line = new Div(head, buttons);
        line.addClassName("line-with-actions");
        return new ListItem(line);
    }

    private void rename(SavedView view) {
        ViewForm form = new ViewForm(view.name(), view.opens(), getTranslation("view.edit.text"));
        new EditorDialog<>(
                        getTranslation("view.edit.title", view.name()),
                        getTranslation("action.save"),
                        form,
                        entered -> {
                            views.change(view, entered.name(), entered.opens());
                            changed();
                        })
                .open();
    }

    private void delete(SavedView view) {
        views.delete(view);
        changed();
        Notifications.done(getTranslation("view.deleted", view.name()), () -> {
            views.restore(view);
            changed();
        });
    }
}
