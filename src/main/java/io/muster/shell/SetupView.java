package io.muster.shell;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.EmailField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.ui.Choices;
import io.muster.ui.FieldErrors;
import io.muster.ui.Notifications;
import java.time.ZoneId;
import java.util.Objects;

/** The first visit to an empty installation: makes the account and its owner. */
@Route(value = "setup", autoLayout = false)
@AnonymousAllowed
class SetupView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Setup setup;
    private final FieldErrors errors = new FieldErrors();
    private final TextField code;
    private final TextField account;
    private final EmailField email;
    private final ComboBox<Country> country;
    private final ComboBox<ZoneId> timeZone;
    private final PasswordField password;
    private final PasswordField confirmation;
    private final Paragraph problem = new Paragraph();

    SetupView(Setup setup) {
        this.setup = setup;
        addClassName("front-page");
        code = errors.named("code", new TextField(getTranslation("setup.code")));
        code.setHelperText(getTranslation("setup.code.help"));
        code.setAutofocus(true);
        account = errors.named("name", new TextField(getTranslation("setup.account")));
        email = errors.named("email", Choices.email(getTranslation("setup.email")));
        country = errors.named("country", Choices.country(getTranslation("field.country")));
        timeZone = errors.named("timeZone", Choices.timeZone(getTranslation("field.timeZone")));
        timeZone.setValue(Setup.usualZone());
        password = errors.named("password", new PasswordField(getTranslation("field.password")));
        password.setHelperText(getTranslation("password.help"));
        confirmation = errors.named("confirmation", new PasswordField(getTranslation("field.confirmation")));
        code.setRequiredIndicatorVisible(true);
        account.setRequiredIndicatorVisible(true);
        email.setRequiredIndicatorVisible(true);
        country.setRequiredIndicatorVisible(true);
        timeZone.setRequiredIndicatorVisible(true);
        password.setRequiredIndicatorVisible(true);
        confirmation.setRequiredIndicatorVisible(true);
        problem.addClassName("problems");
        problem.getElement().setAttribute("role", "alert");
        problem.setVisible(false);

        FormLayout form = new FormLayout(code, account, email, country, timeZone, password, confirmation);
        form.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("28rem", 2));
        form.setColspan(code, 2);
        form.setColspan(account, 2);
        form.setColspan(email, 2);
        Button create = new Button(getTranslation("setup.submit"), click -> create());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        // Enter alone chooses in the open list of countries.
        create.addClickShortcut(Key.ENTER, KeyModifier.CONTROL).resetFocusOnActiveElement();
        Div card = new Div(
                new H1(getTranslation("setup.title")),
                new Paragraph(getTranslation("setup.text")),
                problem,
                form,
                create);
        card.addClassNames("front-card", "wide");
        add(card);
    }

    private void create() {
        problem.setVisible(false);
        try {
            setup.create(code.getValue(), entered());
            Notifications.done(getTranslation("setup.done"));
            getUI().ifPresent(ui -> ui.navigate(LoginView.class));
        } catch (Rejected rejected) {
            for (Rejected.Problem found : rejected.problems()) {
                String text = getTranslation(found.key(), found.args().toArray());
                if (!errors.show(found, text)) {
                    problem.setText(text);
                    problem.setVisible(true);
                }
            }
        }
    }

    private Setup.Entered entered() {
        Rejected.Collector problems = new Rejected.Collector();
        Name name = problems.field("name", () -> new Name(account.getValue()));
        EmailAddress address = problems.field("email", () -> new EmailAddress(email.getValue()));
        if (country.isEmpty()) {
            problems.add("country", "problem.required");
        }
        if (timeZone.isEmpty()) {
            problems.add("timeZone", "problem.required");
        }
        if (!password.getValue().equals(confirmation.getValue())) {
            problems.add("confirmation", "problem.password.differs");
        }
        problems.throwIfAny();
        return new Setup.Entered(
                Objects.requireNonNull(name),
                Objects.requireNonNull(address),
                country.getValue(),
                timeZone.getValue(),
                password.getValue());
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (!setup.isOpen()) {
            event.forwardTo(LoginView.class);
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("setup.title");
    }
}
