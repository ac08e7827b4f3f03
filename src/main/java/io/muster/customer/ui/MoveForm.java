package io.muster.customer.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRow;
import io.muster.kernel.Rejected;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.Notifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a customer is to be moved, and what that would mean. */
class MoveForm extends Div implements DataForm<CustomerRow> {

    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> target;
    private final Paragraph meaning = new Paragraph();
    private final transient CustomerMoves moves;
    private final transient CustomerRow row;

    MoveForm(CustomerMoves moves, CustomerRow row) {
        this.moves = moves;
        this.row = row;
        addClassName("data-form");
        target = errors.named(
                "parentId",
                new LazyChoice<>(
                        getTranslation("customer.move.target"),
                        query -> moves.targets(row.id(), query),
                        CustomerRow::id,
                        CustomerRow::name));
        target.setRequiredIndicatorVisible(true);
        target.setWidthFull();
        target.addValueChangeListener(change -> explain());
        meaning.addClassName("meaning");
        meaning.getElement().setAttribute("role", "status");
        explain();
        add(target, meaning);
    }

    /** Begins with a place that has been chosen already. */
    void begin(CustomerRow chosen) {
        target.setValue(chosen);
    }

    private void explain() {
        if (target.isEmpty()) {
            meaning.setText(getTranslation("customer.move.choose"));
            return;
        }
        if (target.getValue().id().equals(row.parentId())) {
            meaning.setText(getTranslation("customer.move.stays"));
            return;
        }
        CustomerMoves.Preview preview;
        try {
            preview = moves.preview(row.id(), target.getValue().id());
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                throw rejected;
            }
            meaning.setText(Notifications.message(rejected.problem()));
            return;
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(getTranslation(
                "customer.move.size", row.name(), preview.customers(), preview.users(), preview.devices()));
        sentences.add(getTranslation("customer.move.losing", preview.losing()));
        if (preview.losing() > 0) {
            sentences.add(getTranslation("customer.move.undo"));
        }
        sentences.add(getTranslation("customer.move.gaining", preview.gaining()));
        meaning.setText(String.join(" ", sentences));
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<CustomerRow> read() {
        Optional<CustomerRow> wanted = target.getOptionalValue();
        boolean stays = wanted.isPresent() && wanted.get().id().equals(row.parentId());
        if (wanted.isEmpty() || stays) {
            target.setErrorMessage(getTranslation(stays ? "customer.move.stays" : "problem.required"));
            target.setInvalid(true);
        }
        return wanted.filter(there -> !stays);
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
