package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.DeviceRow;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which unit takes a device's place, and what that means. */
class SwapForm extends Div implements DataForm<UnitId> {

    private final FieldErrors errors = new FieldErrors();
    private final TextField unitId = errors.named("newUnitId", new TextField(getTranslation("device.swap.unitId")));
    private final Paragraph use = new Paragraph();
    private final Checkbox takenOut = new Checkbox(getTranslation("device.swap.use.confirm"));
    private final transient Function<UnitId, Optional<DeviceRow>> otherUse;
    private transient @Nullable UnitId asked;

    /**
     * For a device that is to be replaced.
     *
     * @param otherUse what a unit does that would then do no more
     */
    SwapForm(DeviceRow old, Function<UnitId, Optional<DeviceRow>> otherUse) {
        this.otherUse = otherUse;
        addClassNames("data-form", "stacked");
        unitId.setHelperText(getTranslation("device.unitId.help"));
        unitId.setRequiredIndicatorVisible(true);
        unitId.setAutofocus(true);
        unitId.setWidthFull();
        unitId.addClassName("mono");
        Paragraph meaning =
                new Paragraph(getTranslation("device.swap.text", old.unitId().shown()));
        meaning.addClassName("meaning");
        use.addClassName("warning");
        use.getElement().setAttribute("role", "alert");
        unitId.addValueChangeListener(change -> entered().ifPresent(this::ask));
        tell(null);
        add(meaning, unitId, use, takenOut);
    }

    private Optional<UnitId> entered() {
        try {
            return Optional.of(UnitId.of(unitId.getValue()));
        } catch (Rejected notYet) {
            return Optional.empty();
        }
    }

    /** A unit that is at work elsewhere is not taken out of there by a slip of the pen. */
    private void ask(UnitId successor) {
        if (!successor.equals(asked)) {
            asked = successor;
            takenOut.setValue(false);
            tell(otherUse.apply(successor).orElse(null));
        }
    }

    private void tell(@Nullable DeviceRow other) {
        use.setVisible(other != null);
        takenOut.setVisible(other != null);
        if (other != null) {
            String vehicle = DeviceCells.vehicle(other);
            use.setText(getTranslation(
                    vehicle.isEmpty() ? "device.swap.use" : "device.swap.use.vehicle",
                    other.unitId().shown(),
                    other.name(),
                    Objects.requireNonNullElse(other.customerName(), ""),
                    vehicle));
        }
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<UnitId> read() {
        try {
            UnitId successor = UnitId.of(unitId.getValue());
            ask(successor);
            boolean agreed = !takenOut.isVisible() || takenOut.getValue();
            takenOut.setInvalid(!agreed);
            takenOut.setErrorMessage(agreed ? null : getTranslation("device.swap.use.required"));
            return agreed ? Optional.of(successor) : Optional.empty();
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
