package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.DeviceHints;
import io.muster.device.DeviceRow;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import java.util.List;
import java.util.Optional;

/** What is asked before a unit is let in: for a unit that belongs to nobody, whose it is to be. */
class ApproveForm extends Div implements DataForm<Optional<CustomerId>> {

    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> customer;
    private final boolean owned;

    ApproveForm(DeviceRow device, Customers customers, List<DeviceHints.Hint> hints) {
        owned = device.customerId() != null;
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.APPROVE_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        customer.setRequiredIndicatorVisible(true);
        customer.setWidthFull();
        addClassName("data-form");
        add(new Paragraph(getTranslation(
                owned ? "device.approve.text" : "device.approve.unclaimed",
                device.unitId().shown())));
        if (!owned) {
            hints.forEach(hint -> add(hint(hint)));
            add(customer);
            hints.stream()
                    .findFirst()
                    .ifPresent(likeliest ->
                            customer.setValue(customers.row(Permission.APPROVE_DEVICE, likeliest.customer())));
        }
        if (device.waitingClient() != null) {
            add(new Paragraph(getTranslation("device.approve.client", device.waitingClient())));
        }
    }

    /** Why a customer is likely; the first one is chosen already. */
    private Component hint(DeviceHints.Hint hint) {
        Paragraph text =
                new Paragraph(getTranslation("device.hint." + hint.reason(), hint.customerName(), hint.detail()));
        text.addClassName("meaning");
        return text;
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Optional<CustomerId>> read() {
        if (owned) {
            return Optional.of(Optional.empty());
        }
        if (customer.isEmpty()) {
            customer.setErrorMessage(getTranslation("problem.required"));
            customer.setInvalid(true);
            return Optional.empty();
        }
        return Optional.of(Optional.of(customer.getValue().id()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return !owned && errors.show(problem, text);
    }
}
