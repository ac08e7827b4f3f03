package io.muster.location.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.binder.Binder;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.location.Geofence;
import io.muster.location.LocationData;
import io.muster.location.LocationRow;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.FieldErrors;
import io.muster.ui.LazyChoice;
import io.muster.ui.MapTiles;
import io.muster.ui.Notifications;
import io.muster.ui.ValueConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The card of a location: its customer, which stays once it is there, and how to find and reach it. */
class LocationForm extends FormLayout implements DataForm<LocationForm.Entered> {

    /** What was entered. */
    record Entered(CustomerRow customer, LocationData data) {}

    private static final List<String> COLORS =
            List.of("#c62828", "#ef6c00", "#f9a825", "#2e7d32", "#00838f", "#1565c0", "#6a1b9a", "#546e7a");

    /** What the fields hold while somebody types. */
    private static final class Draft {
        @Nullable
        CustomerRow customer;

        @Nullable
        Name name;

        @Nullable
        EmailAddress contactEmail;

        String phone = "";
        String address = "";
        String notes = "";

        @Nullable
        String color;
    }

    private final Binder<Draft> binder = new Binder<>();
    private final FieldErrors errors = new FieldErrors();
    private final LazyChoice<CustomerRow> customer;
    private final Select<String> color;
    private final GeofenceFields geofence;

    LocationForm(Customers customers, MapTiles tiles) {
        addClassName("data-form");
        setResponsiveSteps(new ResponsiveStep("0", 1), new ResponsiveStep("28rem", 2));
        String required = getTranslation("problem.required");
        TextField name = errors.named("name", new TextField(getTranslation("location.name")));
        name.setAutofocus(true);
        binder.forField(name)
                .asRequired(required)
                .withConverter(new ValueConverter<>(Name::optional, Name::value))
                .bind(draft -> draft.name, (draft, value) -> draft.name = value);
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("location.customer"),
                        query -> customers.choices(Permission.MANAGE_LOCATIONS, query),
                        CustomerRow::id,
                        CustomerRow::name));
        binder.forField(customer)
                .asRequired(required)
                .bind(draft -> draft.customer, (draft, value) -> draft.customer = value);
        EmailField email = errors.named("contactEmail", Choices.email(getTranslation("location.contactEmail")));
        binder.forField(email)
                .withConverter(new ValueConverter<>(EmailAddress::new, EmailAddress::value))
                .bind(draft -> draft.contactEmail, (draft, value) -> draft.contactEmail = value);
        TextField phone = errors.named("phone", new TextField(getTranslation("field.phone")));
        binder.forField(phone).bind(draft -> draft.phone, (draft, value) -> draft.phone = value);
        TextField address = errors.named("address", new TextField(getTranslation("location.address")));
        binder.forField(address).bind(draft -> draft.address, (draft, value) -> draft.address = value);
        TextArea notes = errors.named("notes", new TextArea(getTranslation("location.notes")));
        notes.setMaxRows(6);
        binder.forField(notes).bind(draft -> draft.notes, (draft, value) -> draft.notes = value);
        color = errors.named("color", colors());
        binder.forField(color).bind(draft -> draft.color, (draft, value) -> draft.color = value);
        add(name, customer, email, phone);
        add(address, 2);
        add(color, 2);
        add(notes, 2);
        geofence = new GeofenceFields(tiles);
        add(geofence, 2);
    }

    private Select<String> colors() {
        Select<String> field = new Select<>();
        field.setLabel(getTranslation("location.color"));
        field.setItems(COLORS);
        field.setEmptySelectionAllowed(true);
        field.setEmptySelectionCaption(getTranslation("location.color.none"));
        field.setItemLabelGenerator(value -> value == null
                ? getTranslation("location.color.none")
                : COLORS.contains(value) ? getTranslation("location.color." + value.substring(1)) : value);
        return field;
    }

    /** Begins a new location of a customer. */
    void begin(CustomerRow place) {
        Draft draft = new Draft();
        draft.customer = place;
        binder.readBean(draft);
    }

    /** Shows a location that is there. */
    void show(LocationRow row, CustomerRow owner) {
        Draft draft = new Draft();
        draft.customer = owner;
        draft.name = new Name(row.name());
        draft.contactEmail = row.contactEmail() == null ? null : new EmailAddress(row.contactEmail());
        draft.phone = Objects.requireNonNullElse(row.phone(), "");
        draft.address = Objects.requireNonNullElse(row.address(), "");
        draft.notes = Objects.requireNonNullElse(row.notes(), "");
        draft.color = row.color();
        geofence.show(row.geofence());
        if (draft.color != null && !COLORS.contains(draft.color)) {
            List<String> offered = new ArrayList<>(COLORS);
            offered.add(draft.color);
            color.setItems(offered);
        }
        binder.readBean(draft);
        customer.setReadOnly(true);
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<Entered> read() {
        Draft draft = new Draft();
        // Whoever has made several mistakes is told of all of them.
        boolean complete = binder.writeBeanIfValid(draft);
        Geofence area = null;
        try {
            area = geofence.read();
        } catch (Rejected saidThere) {
            complete = false;
        }
        if (!complete) {
            return Optional.empty();
        }
        try {
            LocationData data = new LocationData(
                    Objects.requireNonNull(draft.name),
                    draft.contactEmail,
                    draft.phone,
                    draft.address,
                    draft.notes,
                    draft.color,
                    area);
            return Optional.of(new Entered(Objects.requireNonNull(draft.customer), data));
        } catch (Rejected rejected) {
            rejected.problems().forEach(problem -> refuse(problem, Notifications.message(problem)));
            return Optional.empty();
        }
    }

    @Override
    public boolean refuse(Rejected.Problem problem, String text) {
        return errors.show(problem, text);
    }
}
