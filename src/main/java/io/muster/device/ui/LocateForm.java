package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.location.Locations;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import java.util.Optional;
import java.util.function.Function;

/** Where devices are to be; nothing chosen takes them away from where they are. */
class LocateForm extends Div implements DataForm<Optional<Locations.Choice>> {

    private final FieldErrors errors = new FieldErrors();
    private final ComboBox<Locations.Choice> location;

    LocateForm(Function<ListQuery, Slice<Locations.Choice>> offered, int devices) {
        addClassName("data-form");
        location = errors.named("locationId", new ComboBox<>(getTranslation("device.location")));
        location.setItems(LazyChoice.items(offered, Locations.Choice::id));
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
