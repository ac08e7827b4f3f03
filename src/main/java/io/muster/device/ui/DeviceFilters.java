package io.muster.device.ui;

import com.vaadin.flow.component.AbstractField.ComponentValueChangeEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.DeviceTags;
import io.muster.device.FleetFigures;
import io.muster.device.LastSeen;
import io.muster.kernel.CustomerId;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.ui.LazyChoice;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields that narrow a list of devices. They show what stands in the address, and ask for another one. */
class DeviceFilters extends Div {

    private static final int OFFERED = 100;

    private final transient Customers customers;
    private final transient Locations locations;
    private final transient Consumer<DeviceCriteria> wanted;
    private final Select<LastSeen> lastSeen = new Select<>();
    private final Select<DeviceCriteria.State> state = new Select<>();
    private final ComboBox<String> firmware = new ComboBox<>();
    private final ComboBox<String> model = new ComboBox<>();
    private final ComboBox<CustomerRow> customer = new ComboBox<>();
    private final ComboBox<Locations.Choice> location = new ComboBox<>();
    private final ComboBox<String> tag = new ComboBox<>();
    private final Checkbox alerts = new Checkbox(getTranslation("devices.alerts"));
    private final Button toggle = new Button(VaadinIcon.FILTER.create());
    private final Button none = new Button(getTranslation("devices.filter.none"));
    private transient DeviceCriteria shown = DeviceCriteria.NONE;
    private transient @Nullable CustomerId place;
    private boolean open;

    /** Fields that tell {@code wanted} what somebody chose in them. */
    DeviceFilters(
            FleetFigures figures,
            DeviceTags tags,
            Customers customers,
            Locations locations,
            Consumer<DeviceCriteria> wanted) {
        this.customers = customers;
        this.locations = locations;
        this.wanted = wanted;
        addClassName("list-filters");
        choices(lastSeen, "device.lastSeen", List.of(LastSeen.values()), "lastSeen.");
        choices(state, "device.state", List.of(DeviceCriteria.State.values()), "deviceState.");
        told(firmware, "device.firmware", (at, query) -> figures.spread(at, FleetFigures.Spread.FIRMWARE, query));
        told(model, "history.field.model", (at, query) -> figures.spread(at, FleetFigures.Spread.MODEL, query));
        told(tag, "device.tag", (at, query) -> tags.used(at, query));
        prepare(customer, "device.customer");
        customer.setItemLabelGenerator(CustomerRow::name);
        prepare(location, "device.location");
        location.setItemLabelGenerator(choice -> choice.name().value());
        for (HasValue<?, ?> field :
                List.<HasValue<?, ?>>of(lastSeen, state, firmware, model, customer, location, alerts, tag)) {
            field.addValueChangeListener(change -> {
                if (((ComponentValueChangeEvent<?, ?>) change).isFromClient()) {
                    wanted.accept(chosen());
                }
            });
        }
        none.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        none.addClickListener(click ->
                wanted.accept(DeviceCriteria.NONE.searching(shown.search()).sorted(shown.sort())));
        toggle.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        toggle.addClickListener(click -> open(!open));
        add(lastSeen, state, firmware, model, tag, customer, location, none);
        open(false);
    }

    /** What opens and closes the fields, and the one that is always there. */
    Component[] switches() {
        return new Component[] {alerts, toggle};
    }

    /** What is left of criteria at a place: a customer or a location counts that is there, and that the viewer knows. */
    DeviceCriteria left(DeviceCriteria wanted, Customer at) {
        DeviceCriteria left = wanted;
        if (left.customer() != null && !isBelow(left.customer(), at)) {
            left = left.ofAnybody();
        }
        if (left.location() != null
                && locations.among(at.id(), Set.of(left.location())).isEmpty()) {
            left = left.anywhere();
        }
        // In so many words: else a view that opens first would come instead.
        return left.equals(DeviceCriteria.NONE) && !wanted.equals(left) ? DeviceCriteria.ALL : left;
    }

    private boolean isBelow(CustomerId wanted, Customer at) {
        try {
            return wanted.equals(at.id())
                    || customers.row(Permission.SEE_DEVICES, wanted).way().contains(at.id());
        } catch (Rejected gone) {
            return false;
        }
    }

    private void open(boolean opened) {
        open = opened;
        setVisible(opened);
        toggle.getElement().setAttribute("aria-expanded", Boolean.toString(opened));
    }

    /** Shows what is wanted of the devices of a customer. */
    void show(DeviceCriteria criteria, CustomerId at, Actor actor) {
        boolean elsewhere = !at.equals(place);
        place = at;
        shown = criteria;
        if (elsewhere) {
            customer.setItems(LazyChoice.items(query -> customers.nested(at, query), CustomerRow::id));
            location.setItems(LazyChoice.items(query -> locations.choices(at, query), Locations.Choice::id));
        }
        customer.setVisible(actor.mayBelowHome(Permission.SEE_DEVICES));
        location.setVisible(
                actor.mayBelowHome(Permission.SEE_LOCATIONS) || actor.may(Permission.SEE_LOCATIONS, actor.home()));
        lastSeen.setValue(criteria.lastSeen());
        state.setValue(criteria.state());
        firmware.setValue(criteria.firmware());
        model.setValue(criteria.model());
        tag.setValue(criteria.tag());
        customer.setValue(
                criteria.customer() == null ? null : customers.row(Permission.SEE_DEVICES, criteria.customer()));
        location.setValue(
                criteria.location() == null
                        ? null
                        : locations.among(at, Set.of(criteria.location())).stream()
                                .findFirst()
                                .orElse(null));
        alerts.setValue(criteria.alerts());
        int narrowing = criteria.narrowing();
        toggle.setText(
                narrowing == 0 ? getTranslation("devices.filter") : getTranslation("devices.filter.some", narrowing));
        none.setVisible(narrowing > 0);
        if (narrowing > (criteria.alerts() ? 1 : 0)) {
            open(true);
        }
    }

    private DeviceCriteria chosen() {
        return new DeviceCriteria(
                shown.search(),
                shown.sort(),
                lastSeen.getValue(),
                state.getValue(),
                firmware.getValue(),
                model.getValue(),
                customer.isEmpty() ? null : customer.getValue().id(),
                location.isEmpty() ? null : location.getValue().id(),
                alerts.getValue(),
                tag.getValue());
    }

    private <E extends Enum<E>> void choices(Select<E> field, String name, List<E> all, String texts) {
        field.setAriaLabel(getTranslation(name));
        field.setPlaceholder(getTranslation(name));
        field.setItems(all);
        field.setEmptySelectionAllowed(true);
        field.setEmptySelectionCaption(getTranslation("devices.filter.any", getTranslation(name)));
        field.setItemLabelGenerator(each -> each == null
                ? getTranslation("devices.filter.any", getTranslation(name))
                : getTranslation(texts + each));
    }

    private void prepare(ComboBox<?> field, String name) {
        field.setAriaLabel(getTranslation(name));
        field.setPlaceholder(getTranslation(name));
        field.setClearButtonVisible(true);
    }

    private void told(
            ComboBox<String> field, String name, BiFunction<CustomerId, ListQuery, List<FleetFigures.Share>> fact) {
        prepare(field, name);
        field.setItems(new CallbackDataProvider<String, String>(
                query -> values(fact, query), query -> (int) values(fact, query).count()));
    }

    private Stream<String> values(
            BiFunction<CustomerId, ListQuery, List<FleetFigures.Share>> fact, Query<String, String> query) {
        return place == null
                ? Stream.of()
                : fact.apply(place, ListQuery.search(query.getFilter().orElse(""))).stream()
                        .map(FleetFigures.Share::value)
                        .limit(OFFERED)
                        .skip(query.getOffset())
                        .limit(query.getLimit());
    }
}
