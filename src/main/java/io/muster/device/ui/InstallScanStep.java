package io.muster.device.ui;

import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.device.ClaimCode;
import io.muster.device.UnitLabel;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.ui.FieldErrors;
import io.muster.ui.Notifications;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the label of a unit: with the camera, from a photo, or typed. */
class InstallScanStep extends InstallStep {

    private final transient Consumer<UnitLabel> read;
    private final FieldErrors errors = new FieldErrors();
    private final TextField unitId = errors.named("unitId", new TextField(getTranslation("device.unitId")));
    private final TextField code = errors.named("claimCode", new TextField(getTranslation("device.claim.code")));

    /**
     * The step.
     *
     * @param title key of its text
     * @param read  checks a label and goes on
     */
    InstallScanStep(int number, String title, Consumer<UnitLabel> read) {
        super(number, title);
        this.read = read;
        add(new CodeScanner(CodeScanner.Kind.LABEL, this::scanned));
        Paragraph typed = new Paragraph(getTranslation("install.scan.typed"));
        unitId.addClassName("mono");
        code.addClassName("mono");
        code.setHelperText(getTranslation("device.claim.code.help"));
        for (TextField field : new TextField[] {unitId, code}) {
            field.setWidthFull();
            field.setAutocapitalize(com.vaadin.flow.component.textfield.Autocapitalize.NONE);
            field.getElement().setAttribute("autocomplete", "off");
            field.getElement().setAttribute("spellcheck", "false");
        }
        add(typed, unitId, code);
        primary(getTranslation("install.scan.check"), this::check);
    }

    private void scanned(String text) {
        tell(null);
        try {
            UnitLabel label = UnitLabel.of(text);
            unitId.setValue(label.unit().shown());
            code.setValue(label.code().value());
            read.accept(label);
        } catch (Rejected rejected) {
            attempted(rejected);
        }
    }

    private void check() {
        UnitId unit = parsed(unitId, UnitId::of);
        ClaimCode typed = parsed(code, ClaimCode::of);
        if (unit != null && typed != null) {
            read.accept(new UnitLabel(unit, typed));
        }
    }

    private static <T> @Nullable T parsed(TextField field, Function<String, T> parser) {
        field.setInvalid(false);
        try {
            return parser.apply(field.getValue());
        } catch (Rejected rejected) {
            field.setErrorMessage(Notifications.message(rejected.problem()));
            field.setInvalid(true);
            return null;
        }
    }
}
