package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.muster.device.DeviceViewers.Answer;
import io.muster.device.DeviceViewers.Viewer;
import java.util.ArrayList;
import java.util.List;

/** The users who see one device, each with the reasons. */
class ViewersDialog extends Dialog {

    ViewersDialog(Answer answer) {
        setHeaderTitle(getTranslation("device.viewers.title", answer.device().name()));
        addClassName("access-panel");
        Paragraph about = new Paragraph(
                getTranslation(answer.viewers().isEmpty() ? "device.viewers.none" : "device.viewers.reach"));
        about.addClassName("faint");
        UnorderedList list = new UnorderedList();
        list.addClassName("viewers");
        answer.viewers().forEach(viewer -> list.add(line(viewer)));
        add(about, list);
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
    }

    private ListItem line(Viewer viewer) {
        Span name = new Span(viewer.username());
        name.addClassName("row-title");
        Span where = new Span(viewer.customer());
        where.addClassName("faint");
        Div head = new Div(name, where);
        head.addClassName("row-facts");
        return new ListItem(head, new Div(String.join(" ", reasons(viewer))));
    }

    private List<String> reasons(Viewer viewer) {
        List<String> reasons = new ArrayList<>();
        if (viewer.shut()) {
            reasons.add(getTranslation("device.viewers.shut"));
        }
        viewer.ways().forEach(way -> reasons.add(getTranslation("device.viewers." + way, viewer.customer())));
        if (viewer.restricted()) {
            reasons.add(getTranslation("device.viewers.restricted"));
        }
        return reasons;
    }
}
