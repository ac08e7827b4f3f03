package io.muster.user.ui;

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

    private final transient SecondFactors factors;
    private final Div card = new Div();

    SecondFactorView(SecondFactors factors) {
        this.factors = factors;
        addClassName("front-page");
        card.addClassName("front-card");
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        SecondFactors.SetUp setUp = factors.begin();
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
        card.removeAll();
        card.add(
                new H1(getTranslation("secondFactor.title")),
                new Paragraph(getTranslation("secondFactor.text")),
                new QrCode(setUp.uri(), getTranslation("secondFactor.picture")),
                new Paragraph(getTranslation("secondFactor.typed")),
                secret,
                code,
                confirm,
                later());
    }

    private Anchor later() {
        Anchor later = new Anchor("profile", getTranslation("secondFactor.later"));
        later.addClassName("below");
        return later;
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
