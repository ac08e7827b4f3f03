package io.muster.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.Set;
import org.springframework.security.web.csrf.CsrfToken;

/** The second page of signing in, for whoever has a second factor. The code goes to the same address as the password. */
@Route(value = "login/code", autoLayout = false)
@AnonymousAllowed
class CodeView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final TextField code = new TextField(getTranslation("secondFactor.code"));

    CodeView() {
        addClassName("front-page");
        code.setWidthFull();
        code.setAutofocus(true);
        code.setRequiredIndicatorVisible(true);
        code.setHelperText(getTranslation("login.code.help"));
        code.getElement().setProperty("name", "code");
        code.getElement().setAttribute("autocomplete", "one-time-code");
        Button submit = new Button(getTranslation("login.submit"));
        submit.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        submit.getElement().executeJs("this.addEventListener('click', () => this.closest('form').requestSubmit())");
        Element form = new Element("form");
        form.setAttribute("method", "post");
        form.setAttribute("action", "login");
        if (VaadinRequest.getCurrent().getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            Element hidden = new Element("input");
            hidden.setAttribute("type", "hidden");
            hidden.setAttribute("name", token.getParameterName());
            hidden.setAttribute("value", token.getToken());
            form.appendChild(hidden);
        }
        form.appendChild(code.getElement(), submit.getElement());
        Div card =
                new Div(new H1(getTranslation("login.code.title")), new Paragraph(getTranslation("login.code.text")));
        card.addClassName("front-card");
        card.getElement().appendChild(form);
        card.add(new Anchor("login", getTranslation("login.code.back")));
        add(card);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Set<String> query =
                event.getLocation().getQueryParameters().getParameters().keySet();
        if (query.contains("throttled")) {
            refuse("login.throttled.text");
        } else if (query.contains("error")) {
            refuse("login.code.wrong");
        }
    }

    private void refuse(String key) {
        code.setErrorMessage(getTranslation(key));
        code.setInvalid(true);
    }

    @Override
    public String getPageTitle() {
        return getTranslation("login.code.title") + " – " + getTranslation("product");
    }
}
