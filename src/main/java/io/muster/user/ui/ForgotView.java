package io.muster.user.ui;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.user.Mailbox;
import io.muster.user.PasswordResets;
import io.muster.user.TooManyAttempts;

/** Where somebody asks for a new password. What it says does not depend on whether there is such a user. */
@Route(value = "forgot", autoLayout = false)
@AnonymousAllowed
class ForgotView extends Main implements HasDynamicTitle {

    private final transient PasswordResets resets;
    private final Div card = new Div();
    private final TextField name = new TextField(getTranslation("login.name"));

    ForgotView(PasswordResets resets, Mailbox mailbox) {
        this.resets = resets;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
        if (mailbox.isConfigured()) {
            offer();
        } else {
            say("forgot.title", "forgot.noMail");
        }
    }

    private void offer() {
        name.setWidthFull();
        name.setAutofocus(true);
        name.setRequiredIndicatorVisible(true);
        name.setMaxLength(254);
        name.getElement().setAttribute("autocomplete", "username");
        name.addValueChangeListener(change -> name.setInvalid(false));
        Button send = new Button(getTranslation("forgot.submit"), click -> send());
        send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        send.addClickShortcut(Key.ENTER);
        card.add(new H1(getTranslation("forgot.title")), new Paragraph(getTranslation("forgot.text")), name, send);
    }

    private void send() {
        if (name.getValue().isBlank()) {
            refuse("login.name.required");
            return;
        }
        try {
            resets.forgotten(name.getValue(), VaadinRequest.getCurrent().getRemoteAddr());
            say("forgot.done.title", "forgot.done.text");
        } catch (TooManyAttempts e) {
            refuse("login.throttled.text");
        }
    }

    private void refuse(String key) {
        name.setErrorMessage(getTranslation(key));
        name.setInvalid(true);
    }

    private void say(String title, String text) {
        card.removeAll();
        card.add(
                new H1(getTranslation(title)),
                new Paragraph(getTranslation(text)),
                new Anchor("login", getTranslation("welcome.signIn")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("forgot.title") + " – " + getTranslation("product");
    }
}
