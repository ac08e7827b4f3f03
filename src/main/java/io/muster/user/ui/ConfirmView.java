package io.muster.user.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.kernel.Rejected;
import io.muster.user.AddressChanges;

/** Where the link to a new e-mail address leads. A click confirms, since mail programs open links by themselves. */
@Route(value = "confirm/:secret", autoLayout = false)
@AnonymousAllowed
class ConfirmView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final transient AddressChanges changes;
    private final Div card = new Div();
    private String secret = "";

    ConfirmView(AddressChanges changes) {
        this.changes = changes;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        secret = event.getRouteParameters().get("secret").orElse("");
        Button confirm = new Button(getTranslation("confirm.submit"), click -> confirm());
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        card.removeAll();
        card.add(new H1(getTranslation("confirm.title")), new Paragraph(getTranslation("confirm.text")), confirm);
    }

    private void confirm() {
        try {
            say("confirm.done.title", getTranslation("confirm.done.text", changes.confirm(secret)));
        } catch (Rejected rejected) {
            say("confirm.dead.title", getTranslation("confirm.dead.text"));
        }
    }

    private void say(String title, String text) {
        card.removeAll();
        card.add(
                new H1(getTranslation(title)),
                new Paragraph(text),
                new Anchor("login", getTranslation("welcome.signIn")));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("confirm.title") + " – " + getTranslation("product");
    }
}
