package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.TextField;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.ListQuery;
import io.muster.kernel.LocationId;
import io.muster.kernel.Slice;
import io.muster.location.Locations;
import io.muster.ui.Choices;
import io.muster.ui.DataForm;
import io.muster.ui.LazyChoice;
import io.muster.ui.ValueConverter;
import io.muster.user.Person;
import io.muster.user.UserData;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of a user, new or not: in two columns, what must be entered first. */
class UserForm extends PersonForm implements DataForm<EnteredUser> {

    private static final ListQuery ONE = new ListQuery("", List.of(), 1, 0, null);

    private final transient Locations locations;
    private final FirstPasswordFields firstPassword = new FirstPasswordFields(errors);
    private final EmailField email = errors.named("email", Choices.email(getTranslation("field.email")));
    private final LazyChoice<CustomerRow> customer;
    private final MultiSelectComboBox<Locations.Choice> places =
            errors.named("locationIds", new MultiSelectComboBox<>(getTranslation("user.locations")));
    private final Checkbox restricted = new Checkbox(getTranslation("user.restricted"));
    private final Checkbox active = new Checkbox(getTranslation("user.active"), true);
    private final GroupsField groups;
    private final DatePicker lastDay = errors.named("expiresAt", Choices.day(getTranslation("user.lastDay")));
    private final transient ZoneId zone;
    private transient @Nullable Instant end;
    private final transient Set<LocationId> unseen = new HashSet<>();
    private transient @Nullable CustomerId home;
    private final Span hint = new Span();
    private String help = "";
    private boolean editing;

    UserForm(Actor viewer, Customers customers, Locations locations) {
        this.locations = locations;
        this.zone = viewer.preferences().timeZone();
        String required = getTranslation("problem.required");
        email.setAutofocus(true);
        binder.forField(email)
                .asRequired(required)
                .withConverter(new ValueConverter<>(EmailAddress::new, EmailAddress::value))
                .bind(draft -> draft.email, (draft, value) -> draft.email = value);
        TextField username = username();
        customer = errors.named(
                "customerId",
                new LazyChoice<>(
                        getTranslation("user.customer"),
                        query -> customers.choices(Permission.MANAGE_USERS, query),
                        CustomerRow::id,
                        CustomerRow::name));
        customer.addValueChangeListener(change -> offerLocations());
        binder.forField(customer)
                .asRequired(required)
                .bind(draft -> draft.customer, (draft, value) -> draft.customer = value);

        groups = new GroupsField(viewer.groups());
        errors.named("groups", groups.field());
        binder.forField(groups.field())
                .asRequired(getTranslation("problem.groups.required"))
                .bind(draft -> draft.groups, (draft, value) -> draft.groups = value);

        binder.forField(restricted).bind(draft -> draft.restricted, (draft, value) -> draft.restricted = value);
        restricted.addValueChangeListener(change -> {
            places.setEnabled(change.getValue());
            warnOfNothing();
        });
        places.addValueChangeListener(change -> warnOfNothing());
        places.setHelperComponent(hint);
        hint.getElement().setAttribute("role", "status");
        places.setItemLabelGenerator(place -> place.name().value());
        binder.forField(places).bind(draft -> draft.locations, (draft, value) -> draft.locations = value);

        binder.forField(active).bind(draft -> draft.active, (draft, value) -> draft.active = value);

        FormLayout layout = new FormLayout();
        layout.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("30rem", 2));
        layout.add(email, username);
        firstPassword.addTo(layout);
        layout.add(customer, 2);
        layout.add(groups, 2);
        layout.add(restricted, places);
        addPerson(layout);
        lastDay.setHelperText(getTranslation("user.lastDay.help"));
        lastDay.setClearButtonVisible(true);
        layout.add(active, lastDay);
        add(layout);
    }

    private void offerLocations() {
        places.clear();
        CustomerRow at = customer.getValue();
        places.setItems(LazyChoice.items(
                query -> at == null ? new Slice<>(List.of(), null, 0) : locations.choices(at.id(), query),
                Locations.Choice::id));
        boolean none = at == null || locations.choices(at.id(), ONE).total() == 0;
        restricted.setEnabled(!none);
        if (none) {
            restricted.setValue(false);
        }
        places.setEnabled(!none && restricted.getValue());
        help = getTranslation(none ? "user.locations.none" : "user.locations.help");
        warnOfNothing();
    }

    /** Who is limited to locations and has none sees no device; locations out of the viewer's sight count. */
    private void warnOfNothing() {
        boolean blind = restricted.getValue() && places.isEmpty() && !keepsUnseen();
        boolean says = restricted.getValue() || !restricted.isEnabled();
        hint.setText(blind ? getTranslation("user.locations.nothing") : says ? help : "");
        hint.setClassName("no", blind);
    }

    private boolean keepsUnseen() {
        return !unseen.isEmpty()
                && customer.getValue() != null
                && customer.getValue().id().equals(home);
    }

    /** Begins a new user of a customer. */
    void begin(CustomerRow place) {
        UserDraft draft = new UserDraft();
        draft.customer = place;
        binder.readBean(draft);
        offerLocations();
    }

    /**
     * Begins the change of a user. There is no password to choose here: see the reset of passwords.
     *
     * @param own the viewer's own card, on which groups, locations, customer and active state are not theirs to change, and
     *            the address only in the profile
     */
    void edit(UserData user, CustomerRow place, boolean own) {
        editing = true;
        firstPassword.hide();
        UserDraft draft = UserDraft.of(user, place);
        end = user.expiresAt();
        lastDay.setValue(day(end));
        binder.readBean(draft);
        offerLocations();
        restricted.setValue(user.restricted());
        List<Locations.Choice> shown = locations.among(place.id(), user.locations());
        places.setValue(Set.copyOf(shown));
        home = place.id();
        unseen.addAll(user.locations());
        shown.forEach(choice -> unseen.remove(choice.id()));
        warnOfNothing();
        if (own) {
            email.setReadOnly(true);
            email.setHelperText(getTranslation("user.email.own"));
            groups.setEnabled(false);
            customer.setReadOnly(true);
            restricted.setEnabled(false);
            places.setEnabled(false);
            active.setEnabled(false);
            lastDay.setEnabled(false);
        }
    }

    @Override
    public Component component() {
        return this;
    }

    @Override
    public Optional<EnteredUser> read() {
        UserDraft draft = new UserDraft();
        boolean valid = binder.writeBeanIfValid(draft);
        // A day that cannot be read is no wish for an account without an end.
        if (!(editing || firstPassword.agree()) || !valid || lastDay.isInvalid()) {
            return Optional.empty();
        }
        Optional<Person> person = person(draft);
        if (person.isEmpty()) {
            return Optional.empty();
        }
        UserData data = new UserData(
                Objects.requireNonNull(draft.email),
                Objects.requireNonNull(draft.username),
                Objects.requireNonNull(draft.customer).id(),
                draft.groups,
                person.get(),
                draft.timeZone,
                draft.timeFormat,
                draft.units,
                draft.active,
                draft.restricted,
                draft.restricted ? locationsOf(draft) : Set.of(),
                end());
        return Optional.of(new EnteredUser(data, editing ? null : firstPassword.chosen()));
    }

    /** The day on which the account ends, in the viewer's zone; one that ends at midnight has its last day before. */
    private @Nullable LocalDate day(@Nullable Instant moment) {
        return moment == null ? null : moment.minusMillis(1).atZone(zone).toLocalDate();
    }

    /** A day that was not touched keeps the time of day that somebody else has set. */
    private @Nullable Instant end() {
        LocalDate day = lastDay.getValue();
        return day == null || day.equals(day(end))
                ? (day == null ? null : end)
                : day.plusDays(1).atStartOfDay(zone).toInstant();
    }

    /** What the viewer does not see there stays, as long as the user does. */
    private Set<LocationId> locationsOf(UserDraft draft) {
        Set<LocationId> ids = new HashSet<>();
        draft.locations.forEach(choice -> ids.add(choice.id()));
        if (Objects.requireNonNull(draft.customer).id().equals(home)) {
            ids.addAll(unseen);
        }
        return ids;
    }
}
