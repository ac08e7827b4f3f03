package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.DeviceRow;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Optional;

/** Which unit takes a device's place, and what that means. */
class SwapForm extends Div implements DataForm<UnitId> {

    private final FieldErrors errors = new FieldErrors();
    private final TextField unitId = errors.named("newUnitId", new TextField(getTranslation("device.swap.unitId")));

    SwapForm(DeviceRow old) {
        addClassNames("data-form", "stacked");
        unitId.setHelperText(getTranslation("device.unitId.help"));
        unitId.setRequiredIndicatorVisible(true);
        unitId.setAutofocus(true);
        unitId.setWidthFull();
        unitId.addClassName("mono");
        Paragraph meaning =
                new Paragraph(getTranslation("device.swap.text", old.unitId().shown()));
        meaning.addClassName("meaning");
        add(meaning, unitId);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<UnitId> read() {
        try {
            return Optional.of(UnitId.of(unitId.getValue()));
        } catch (Rejected rejected) {
            unitId.setErrorMessage(getTranslation(
                    rejected.problem().key(), rejected.problem().args().toArray()));
            unitId.setInvalid(true);
            return Optional.empty();
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
