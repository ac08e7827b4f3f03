package io.muster.ui;

import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.HasValue;
import io.muster.kernel.Rejected;
import java.util.HashMap;
import java.util.Map;

/** The fields of a form by the names that services use, so that a refusal finds its field. */
public final class FieldErrors {

    private final Map<String, HasValidation> fields = new HashMap<>();

    /** Registers a field; what the service said of it goes away when its value changes. */
    public <F extends HasValidation & HasValue<?, ?>> F named(String name, F field) {
        fields.put(name, field);
        field.addValueChangeListener(change -> {
            if (field.isInvalid()) {
                field.setInvalid(false);
            }
        });
        return field;
    }

    public boolean show(Rejected.Problem problem, String text) {
        HasValidation field = fields.get(problem.field());
        if (field == null) {
            return false;
        }
        field.setErrorMessage(text);
        field.setInvalid(true);
        return true;
    }
}
