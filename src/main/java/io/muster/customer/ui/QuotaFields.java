package io.muster.customer.ui;

import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.IntegerField;
import io.muster.customer.Quota;
import io.muster.customer.Quota.Sort;
import io.muster.ui.FieldErrors;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits of a customer, each with how much of it is used. */
class QuotaFields extends FormLayout {

    private final Map<Sort, IntegerField> fields = new EnumMap<>(Sort.class);
    private final Map<Sort, QuotaBar> bars = new EnumMap<>(Sort.class);
    private Quota shown = Quota.NONE;

    QuotaFields(FieldErrors errors) {
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        for (Sort sort : Sort.values()) {
            IntegerField field =
                    errors.named("quota." + sort.key(), new IntegerField(getTranslation("quota." + sort.key())));
            field.setMin(0);
            field.setMax((int) Quota.MOST);
            field.setPlaceholder(getTranslation("quota.none"));
            field.setClearButtonVisible(true);
            field.setI18n(new IntegerField.IntegerFieldI18n()
                    .setBadInputErrorMessage(getTranslation("problem.quota.range", Quota.MOST))
                    .setMinErrorMessage(getTranslation("problem.quota.range", Quota.MOST))
                    .setMaxErrorMessage(getTranslation("problem.quota.range", Quota.MOST)));
            field.setWidthFull();
            QuotaBar bar = new QuotaBar(sort);
            bar.setVisible(false);
            fields.put(sort, field);
            bars.put(sort, bar);
            add(new Div(field, bar));
        }
    }

    /** Shows the limits of a customer that is there. */
    void show(Quota.Use use) {
        shown = use.quota();
        for (Sort sort : Sort.values()) {
            Long limit = shown.limit(sort);
            field(sort).setValue(limit == null ? null : Math.toIntExact(limit));
            QuotaBar bar = Objects.requireNonNull(bars.get(sort));
            bar.setVisible(true);
            bar.show(use);
        }
    }

    void setReadOnly(boolean readOnly) {
        fields.values().forEach(field -> field.setReadOnly(readOnly));
    }

    boolean isChanged() {
        return !read().equals(Optional.of(shown));
    }

    /** The limits that were entered; empty when one of them is no number. */
    Optional<Quota> read() {
        if (fields.values().stream().anyMatch(IntegerField::isInvalid)) {
            return Optional.empty();
        }
        return Optional.of(new Quota(value(Sort.USERS), value(Sort.DEVICES)));
    }

    private IntegerField field(Sort sort) {
        return Objects.requireNonNull(fields.get(sort));
    }

    private @Nullable Long value(Sort sort) {
        Integer value = field(sort).getValue();
        return value == null ? null : value.longValue();
    }
}
