package io.muster.user.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks;
import io.muster.user.OneTimeLinks.Purpose;
import java.util.Optional;

/** Where the one-time link of an invitation leads: the user sets the first password. */
@Route(value = "welcome/:secret", autoLayout = false)
@AnonymousAllowed
class WelcomeView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final transient OneTimeLinks links;
    private final Div card = new Div();
    private String secret = "";

    WelcomeView(OneTimeLinks links) {
        this.links = links;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        secret = event.getRouteParameters().get("secret").orElse("");
        Optional<OneTimeLinks.Owner> invitation = links.open(Purpose.INVITE, secret);
        if (invitation.isPresent()) {
            offer(invitation.get());
        } else {
            refuse();
        }
    }

    private void offer(OneTimeLinks.Owner invitation) {
        PasswordField password = new PasswordField(getTranslation("field.password"));
        password.setHelperText(getTranslation("password.help"));
        password.setAutofocus(true);
        PasswordField confirmation = new PasswordField(getTranslation("field.confirmation"));
        Button save = new Button(getTranslation("welcome.submit"), click -> save(password, confirmation));
        save.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        save.addClickShortcut(Key.ENTER);
        for (PasswordField field : new PasswordField[] {password, confirmation}) {
            field.setWidthFull();
            field.setRequiredIndicatorVisible(true);
            field.getElement().setAttribute("autocomplete", "new-password");
            field.addValueChangeListener(change -> field.setInvalid(false));
        }
        card.removeAll();
        card.add(
                new H1(getTranslation("welcome.title")),
                new Paragraph(getTranslation("welcome.text", invitation.username(), invitation.email())),
                password,
                confirmation,
                save);
    }

    private void save(PasswordField password, PasswordField confirmation) {
        if (!password.getValue().equals(confirmation.getValue())) {
            confirmation.setErrorMessage(getTranslation("problem.password.differs"));
            confirmation.setInvalid(true);
            return;
        }
        try {
            links.accept(Purpose.INVITE, secret, password.getValue());
            done();
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                refuse();
            } else {
                Rejected.Problem problem = rejected.problem();
                password.setErrorMessage(
                        getTranslation(problem.key(), problem.args().toArray()));
                password.setInvalid(true);
            }
        }
    }

    private void done() {
        card.removeAll();
        card.add(
                new H1(getTranslation("welcome.done.title")),
                new Paragraph(getTranslation("welcome.done.text")),
                new Anchor("login", getTranslation("welcome.signIn")));
    }

    private void refuse() {
        card.removeAll();
        card.add(
                new H1(getTranslation("welcome.dead.title")),
                new Paragraph(getTranslation("welcome.dead.text")),
                new Anchor("login", getTranslation("welcome.signIn")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("welcome.title");
    }
}
