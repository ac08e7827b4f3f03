package io.muster.device.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.DeviceRow;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.device.UnitUse;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.location.Locations;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.Notifications;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Whose the unit is to be, and where it is; then it is claimed. */
class InstallPlaceStep extends InstallStep {

    private static final Slice<Locations.Choice> NOTHING = new Slice<>(List.of(), null, 0);
    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);

    private final transient Locations locations;
    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> customer;
    private final ComboBox<Locations.Choice> location =
            errors.named("locationId", new ComboBox<>(getTranslation("device.location")));

    /**
     * The step for one label.
     *
     * @param use       what the unit is already, null for a spare one
     * @param before    where the last unit was, to be confirmed with one tap
     * @param claimed   the unit is claimed, and there
     * @param notFound  the label holds no more; says why
     */
    InstallPlaceStep(
            UnitClaims claims,
            Customers customers,
            Locations locations,
            UnitLabel label,
            @Nullable UnitUse use,
            Preferences viewer,
            @Nullable InstallPlace before,
            BiConsumer<DeviceRow, InstallPlace> claimed,
            Consumer<String> notFound) {
        super(2, "install.place.title");
        this.locations = locations;
        Paragraph unit = new Paragraph(label.unit().shown());
        unit.addClassNames("install-unit", "mono");
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.customer"),
                        query -> customers.choices(Permission.CLAIM_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        customer.setWidthFull();
        location.setWidthFull();
        location.setItemLabelGenerator(choice -> choice.name().value());
        location.setClearButtonVisible(true);
        customer.addValueChangeListener(change -> offer(change.getValue()));
        Slice<CustomerRow> offered = customers.choices(Permission.CLAIM_DEVICE, ONE);
        if (before != null) {
            customer.setValue(before.customer());
            location.setValue(before.location());
        } else if (offered.total() == 1) {
            customer.setValue(offered.items().getFirst());
        }
        // Whoever works for one customer alone has nothing to choose.
        customer.setReadOnly(offered.total() == 1);
        add(unit);
        if (use != null) {
            warn(getTranslation("install.place.use"), use, viewer);
        }
        add(customer, location);
        primary(getTranslation("install.place.claim"), () -> {
            CustomerRow chosen = customer.getValue();
            if (chosen == null) {
                throw Rejected.invalid("customerId", "problem.required");
            }
            Locations.Choice at = location.getValue();
            LocationId there = at == null ? null : at.id();
            byLabel(
                    () -> claimed.accept(
                            claims.claim(label.unit(), label.code(), chosen.id(), there), new InstallPlace(chosen, at)),
                    notFound);
        });
    }

    private void offer(@Nullable CustomerRow chosen) {
        location.clear();
        location.setItems(LazyChoice.items(
                query -> chosen == null ? NOTHING : locations.ofCustomer(chosen.id(), query), Locations.Choice::id));
        location.setEnabled(
                chosen != null && locations.ofCustomer(chosen.id(), ONE).total() > 0);
    }

    @Override
    void refused(Rejected rejected) {
        if (!errors.show(rejected.problem(), Notifications.message(rejected.problem()))) {
            super.refused(rejected);
        }
    }
}
