package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.Query;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.device.DeviceRow;
import io.muster.kernel.ListQuery;
import io.muster.kernel.Rejected;
import io.muster.kernel.Slice;
import io.muster.kernel.UnitId;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which devices are to be moved where: the customer, then unit ids, typed or pasted. */
class DeviceMoveForm extends Div implements DataForm<DeviceMoveForm.Entered> {

    /**
     * Customer that gets the devices, and their units.
     *
     * @param wrong what is no unit id
     */
    record Entered(CustomerRow target, Set<UnitId> units, Set<String> wrong) {}

    private static final int LONGEST = 1_000_000;
    private static final int SHOWN = 80;

    /** Most that the open list offers at once; typing narrows it. */
    private static final int OFFERED = 100;

    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> target;
    private final TextArea units = errors.named("unitIds", new TextArea(getTranslation("device.move.units")));

    private final MultiSelectComboBox<DeviceRow> picked = new MultiSelectComboBox<>(getTranslation("device.move.pick"));
    private final transient Function<ListQuery, Slice<DeviceRow>> devices;

    /**
     * The form.
     *
     * @param devices what can be picked from
     * @param chosen  what has been chosen already; then there is nothing to pick
     */
    DeviceMoveForm(Customers customers, Function<ListQuery, Slice<DeviceRow>> devices, List<DeviceRow> chosen) {
        this.devices = devices;
        addClassNames("data-form", "stacked");
        target = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("device.move.target"),
                        query -> customers.choices(Permission.MOVE_DEVICE, query),
                        CustomerRow::id,
                        CustomerRow::name));
        target.setRequiredIndicatorVisible(true);
        target.setWidthFull();
        units.setHelperText(getTranslation("device.move.units.help"));
        units.setMaxLength(LONGEST);
        units.setMaxHeight("14rem");
        units.setWidthFull();
        units.addClassName("mono");
        units.setValue(chosen.stream().map(row -> row.unitId().shown()).collect(Collectors.joining("\n")));
        Paragraph meaning = new Paragraph(getTranslation("device.move.text"));
        meaning.addClassName("meaning");
        picked.setItems(new CallbackDataProvider<>(
                this::fetch, query -> (int) fetch(query).count(), DeviceRow::id));
        picked.setItemLabelGenerator(row -> row.name() + " · " + row.unitId().shown());
        picked.setWidthFull();
        picked.setVisible(chosen.isEmpty());
        add(target, picked, units, meaning);
    }

    private Stream<DeviceRow> fetch(Query<DeviceRow, String> query) {
        ListQuery wanted = new ListQuery(query.getFilter().orElse(""), List.of(), OFFERED, 0, null);
        return devices.apply(wanted).items().stream().skip(query.getOffset()).limit(query.getLimit());
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        if (target.isEmpty()) {
            target.setErrorMessage(getTranslation("problem.required"));
            target.setInvalid(true);
        }
        Set<UnitId> read = new LinkedHashSet<>();
        picked.getValue().forEach(row -> read.add(row.unitId()));
        Set<String> wrong = new LinkedHashSet<>();
        for (String text : units.getValue().split("[\\s,;|]+")) {
            String plain = text.replaceAll("^[\"']+|[\"']+$", "");
            if (!plain.isEmpty()) {
                try {
                    read.add(UnitId.of(plain));
                } catch (Rejected rejected) {
                    wrong.add(plain.substring(0, Math.min(SHOWN, plain.length())));
                }
            }
        }
        units.setInvalid(false);
        if (read.isEmpty()) {
            wrong(getTranslation(wrong.isEmpty() ? "problem.required" : "device.move.verdict.NO_ID"));
        }
        return target.isEmpty() || read.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entered(target.getValue(), read, wrong));
    }

    private void wrong(String text) {
        units.setErrorMessage(text);
        units.setInvalid(true);
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
