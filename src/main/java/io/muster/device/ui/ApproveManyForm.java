package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
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
import org.jspecify.annotations.Nullable;

/** Which customer gets the units that belong to nobody; nothing to choose when there are none. */
class ApproveManyForm extends Div implements DataForm<ApproveManyForm.Entered> {

    /**
     * What was chosen.
     *
     * @param target null where there was nothing to choose
     * @param likely whether units go to the customers that they most likely belong to
     */
    record Entered(@Nullable CustomerId target, boolean likely) {}

    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> customer;
    private final Checkbox likely = new Checkbox();

    /**
     * A form.
     *
     * @param ownerless how many of them belong to nobody
     * @param guessed   of how many of those it is known whose they may be
     */
    ApproveManyForm(Customers customers, int units, long ownerless, long guessed) {
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
        likely.setLabel(getTranslation("devices.approve.likely", guessed));
        likely.setVisible(guessed > 0);
        likely.addValueChangeListener(change -> customer.setVisible(ownerless > (change.getValue() ? guessed : 0)));
        add(new Paragraph(getTranslation("devices.approve.text", units, ownerless)), likely, customer);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        if (customer.isVisible() && customer.isEmpty()) {
            customer.setErrorMessage(getTranslation("problem.required"));
            customer.setInvalid(true);
            return Optional.empty();
        }
        boolean chosen = customer.isVisible() && !customer.isEmpty();
        return Optional.of(new Entered(chosen ? customer.getValue().id() : null, likely.getValue()));
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
