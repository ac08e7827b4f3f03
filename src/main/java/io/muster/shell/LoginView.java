package io.muster.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.muster.access.Access;
import io.muster.user.FirstStart;
import java.util.Map;

/** Sign-in by e-mail address or user name. */
@Route(value = "login", autoLayout = false)
@AnonymousAllowed
class LoginView extends Main implements BeforeEnterObserver, HasDynamicTitle {

    private final transient FirstStart firstStart;
    private final transient Access access;
    private final LoginForm form = new LoginForm();
    private final Paragraph ended = new Paragraph(getTranslation("login.ended"));

    LoginView(FirstStart firstStart, Access access) {
        this.firstStart = firstStart;
        this.access = access;
        addClassName("front-page");
        form.setAction("login");
        form.addForgotPasswordListener(forgot -> form.getUI().ifPresent(ui -> ui.navigate("forgot")));
        form.setI18n(texts("login.error.title", "login.error.text"));
        Paragraph hint = new Paragraph(getTranslation("login.hint"));
        hint.addClassName("faint");
        ended.addClassName("login-ended");
        ended.getElement().setAttribute("role", "status");
        ended.setVisible(false);
        Div card = new Div(ended, form, hint);
        card.addClassNames("front-card", "login");
        add(card);
    }

    private LoginI18n texts(String errorTitle, String errorText) {
        LoginI18n texts = LoginI18n.createDefault();
        texts.getForm().setTitle(getTranslation("login.title"));
        texts.getForm().setUsername(getTranslation("login.name"));
        texts.getForm().setPassword(getTranslation("field.password"));
        texts.getForm().setSubmit(getTranslation("login.submit"));
        texts.getForm().setForgotPassword(getTranslation("login.forgot"));
        texts.getErrorMessage().setUsername(getTranslation("login.name.required"));
        texts.getErrorMessage().setPassword(getTranslation("login.password.required"));
        texts.getErrorMessage().setTitle(getTranslation(errorTitle));
        texts.getErrorMessage().setMessage(getTranslation(errorText));
        return texts;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (firstStart.isOpen()) {
            event.forwardTo(SetupView.class);
            return;
        }
        if (access.visitor().isPresent()) {
            event.forwardTo(HomeView.class);
            return;
        }
        Map<String, java.util.List<String>> query =
                event.getLocation().getQueryParameters().getParameters();
        ended.setVisible(query.containsKey(SignOut.ENDED));
        if (query.containsKey("throttled")) {
            form.setI18n(texts("login.throttled.title", "login.throttled.text"));
            form.setError(true);
        } else {
            form.setError(query.containsKey("error"));
        }
    }

    @Override
    public String getPageTitle() {
        return getTranslation("login.title") + " – " + getTranslation("product");
    }
}
