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
import io.muster.kernel.Rejected;
import io.muster.user.OneTimeLinks;
import io.muster.user.OneTimeLinks.Purpose;
import java.util.Optional;

/** Where a one-time link leads: whoever opens it chooses a password. */
abstract class PasswordByLink extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient OneTimeLinks links;
    private final Purpose purpose;
    private final Div card = new Div();
    private String secret = "";

    PasswordByLink(OneTimeLinks links, Purpose purpose) {
        this.links = links;
        this.purpose = purpose;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        secret = event.getRouteParameters().get("secret").orElse("");
        Optional<OneTimeLinks.Owner> invitation = links.open(purpose, secret);
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
        Button save = new Button(getTranslation(purpose.path() + ".submit"), click -> save(password, confirmation));
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
                new H1(getTranslation(purpose.path() + ".title")),
                new Paragraph(getTranslation(purpose.path() + ".text", invitation.username(), invitation.email())),
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
            links.accept(purpose, secret, password.getValue());
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
                new H1(getTranslation(purpose.path() + ".done.title")),
                new Paragraph(getTranslation(purpose.path() + ".done.text")),
                new Anchor("login", getTranslation(purpose.path() + ".signIn")));
    }

    private void refuse() {
        card.removeAll();
        card.add(
                new H1(getTranslation(purpose.path() + ".dead.title")),
                new Paragraph(getTranslation(purpose.path() + ".dead.text")),
                new Anchor("login", getTranslation(purpose.path() + ".signIn")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation(purpose.path() + ".title");
    }
}
