package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import java.util.Optional;

/** Which customer gets the units that belong to nobody; nothing to choose when there are none. */
class ApproveManyForm extends Div implements DataForm<Optional<CustomerId>> {

    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> customer;

    /**
     * A form.
     *
     * @param ownerless how many of them belong to nobody
     */
    ApproveManyForm(Customers customers, int units, long ownerless) {
        addClassNames("data-form", "stacked");
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.APPROVE_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        customer.setWidthFull();
        customer.setRequiredIndicatorVisible(true);
        customer.setVisible(ownerless > 0);
        add(new Paragraph(getTranslation("devices.approve.text", units, ownerless)), customer);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Optional<CustomerId>> read() {
        if (customer.isVisible() && customer.isEmpty()) {
            customer.setErrorMessage(getTranslation("problem.required"));
            customer.setInvalid(true);
            return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(customer.getValue()).map(CustomerRow::id));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
