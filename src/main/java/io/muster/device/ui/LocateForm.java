package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.List;
import java.util.Optional;

/** Where devices are to be; nothing chosen takes them away from where they are. */
class LocateForm extends Div implements DataForm<Optional<Locations.Choice>> {

    private final FieldErrors errors = new FieldErrors();
    private final ComboBox<Locations.Choice> location;

    LocateForm(List<Locations.Choice> offered, int devices) {
        addClassName("data-form");
        location = errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
        location.setItems(offered);
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(true);
        location.setHelperText(getTranslation("device.locate.help"));
        location.setWidthFull();
        add(new Paragraph(getTranslation("device.locate.text", devices)), location);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Optional<Locations.Choice>> read() {
        return Optional.of(location.getOptionalValue());
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
