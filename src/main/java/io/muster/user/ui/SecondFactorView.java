package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.muster.access.Access;
import io.muster.kernel.Rejected;
import io.muster.ui.CopyButton;
import io.muster.ui.QrCode;
import io.muster.user.SecondFactors;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** Where somebody sets up the second factor; the only page that opens while it is forced and missing. */
@Route(value = "second-factor", autoLayout = false)
@PermitAll
class SecondFactorView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient SecondFactors factors;
    private final transient AuthenticationContext authentication;
    private final Div card = new Div();

    SecondFactorView(Access access, SecondFactors factors, AuthenticationContext authentication) {
        this.access = access;
        this.factors = factors;
        this.authentication = authentication;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        try {
            begin(factors.begin());
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.CONFLICT) {
                throw rejected;
            }
            isOn();
        }
    }

    private void begin(SecondFactors.SetUp setUp) {
        TextField code = new TextField(getTranslation("secondFactor.code"));
        code.setWidthFull();
        code.setRequiredIndicatorVisible(true);
        code.getElement().setAttribute("autocomplete", "one-time-code");
        code.getElement().setAttribute("inputmode", "numeric");
        code.addValueChangeListener(change -> code.setInvalid(false));
        Button confirm = new Button(getTranslation("secondFactor.submit"), click -> confirm(code));
        confirm.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        confirm.addClickShortcut(Key.ENTER);
        Pre secret = new Pre(setUp.secret());
        secret.addClassName("secret");
        boolean forced = access.lacksSecondFactor();
        card.removeAll();
        card.add(new H1(getTranslation("secondFactor.title")));
        if (forced) {
            card.add(new Paragraph(getTranslation("secondFactor.forced")));
        }
        card.add(
                new Paragraph(getTranslation("secondFactor.text")),
                new QrCode(setUp.uri(), getTranslation("secondFactor.picture")),
                new Paragraph(getTranslation("secondFactor.typed")),
                secret,
                code,
                confirm,
                forced ? signOut() : profile("secondFactor.later"));
    }

    /** Where everything else is shut, the profile is too. */
    private Component signOut() {
        Button signOut = new Button(getTranslation("nav.signOut"), click -> authentication.logout());
        signOut.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        return signOut;
    }

    private Component profile(String text) {
        Anchor profile = new Anchor("profile", getTranslation(text));
        profile.addClassName("below");
        return profile;
    }

    /** Who comes back here, or loads the page anew while the recovery codes are shown. */
    private void isOn() {
        card.removeAll();
        card.add(
                new H1(getTranslation("secondFactor.on.title")),
                new Paragraph(getTranslation("secondFactor.on.text")),
                profile("secondFactor.on.profile"));
    }

    private void confirm(TextField code) {
        try {
            show(factors.confirm(code.getValue()));
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.INVALID) {
                throw rejected;
            }
            code.setErrorMessage(getTranslation(rejected.problem().key()));
            code.setInvalid(true);
        }
    }

    private void show(List<String> codes) {
        String all = String.join("\n", codes);
        Pre list = new Pre(all);
        list.addClassName("secret");
        Button go =
                new Button(getTranslation("secondFactor.go"), click -> getUI().ifPresent(ui -> ui.navigate("profile")));
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        card.removeAll();
        card.add(
                new H1(getTranslation("secondFactor.codes.title")),
                new Paragraph(getTranslation("secondFactor.codes.text")),
                list,
                new CopyButton(all),
                new Div(go));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("secondFactor.title") + " – " + getTranslation("product");
    }
}
