package io.muster.device.ui;

import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.binder.ValueContext;
import io.muster.kernel.Rejected;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads fields for numbers: of something else that was typed the field has no value, and that is not the same as nothing. */
final class TypedNumber {

    private TypedNumber() {}

    /**
     * The number in a field; null when it is empty.
     *
     * @param refusal what is said of anything else
     * @throws Rejected the refusal
     */
    static @Nullable Integer of(IntegerField field, Supplier<Rejected> refusal) {
        if (isWrong(field)) {
            throw refusal.get();
        }
        return field.getValue();
    }

    /** Nothing was typed, not even something that is no number. */
    static boolean isNone(IntegerField field) {
        return field.isEmpty() && !isWrong(field);
    }

    /** Whether the field says so itself depends on what was said of it last. */
    private static boolean isWrong(IntegerField field) {
        return field.getDefaultValidator()
                .apply(field.getValue(), new ValueContext(field))
                .isError();
    }
}
