package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Optional;

/** What a view is called, and whether it opens by itself. */
class ViewForm extends Div implements DataForm<ViewForm.Entered> {

    record Entered(String name, boolean opens) {}

    private final FieldErrors errors = new FieldErrors();
    private final TextField name = errors.named("name", new TextField(getTranslation("view.name")));
    private final Checkbox opens = new Checkbox(getTranslation("view.opens"));

    ViewForm(String called, boolean opening, String meaning) {
        addClassNames("data-form", "stacked");
        Paragraph text = new Paragraph(meaning);
        text.addClassName("meaning");
        name.setMaxLength(40);
        name.setRequiredIndicatorVisible(true);
        name.setWidthFull();
        name.setAutofocus(true);
        name.setValue(called);
        opens.setValue(opening);
        add(text, name, opens);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        return Optional.of(new Entered(name.getValue(), opens.getValue()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
