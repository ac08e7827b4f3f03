package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.spring.annotation.SpringComponent;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.kernel.ListQuery;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Question;
import io.muster.ui.ShownOnce;
import io.muster.ui.Times;
import io.muster.user.AddressChanges;
import io.muster.user.ApiToken;
import io.muster.user.ApiTokens;
import io.muster.user.Profile;
import io.muster.user.SecondFactors;
import io.muster.user.Sessions;
import io.muster.user.User;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** The parts of the profile that are not a form: how one signs in, where one is signed in, and the tokens of programs. */
@SpringComponent
@org.springframework.context.annotation.Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class ProfileSections {

    private static final int MOST_TOKENS = 200;

    private final Access access;
    private final Profile profile;
    private final AddressChanges addresses;
    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SecondFactors factors;
    private final Span email = new Span();
    private final Div factor = new Div();
    private final Div signedIn = new Div();
    private final Div tokenList = new Div();

    ProfileSections(
            Access access,
            Profile profile,
            AddressChanges addresses,
            Sessions sessions,
            ApiTokens tokens,
            SecondFactors factors) {
        this.access = access;
        this.profile = profile;
        this.addresses = addresses;
        this.sessions = sessions;
        this.tokens = tokens;
        this.factors = factors;
    }

    void show(User user) {
        email.setText(user.email().value());
        showFactor();
        showSessions();
        showTokens();
    }

    /** E-mail address and password. */
    Component signIn(Runnable changed) {
        Button change = new Button(text("profile.email.change"), click -> changeEmail(changed));
        Button password = new Button(text("profile.password.change"), click -> changePassword(changed));
        return new Div(
                new H3(text("profile.signIn")),
                row(labelled(text("field.email"), email), change),
                row(labelled(text("field.password"), new Span("••••••••••••")), password),
                factor);
    }

    /** Sessions and tokens. */
    Component lists() {
        Button everywhere = new Button(text("profile.sessions.end"), click -> endSessions());
        Button create = new Button(text("profile.tokens.create"), click -> createToken());
        return new Div(
                new H3(text("profile.sessions")),
                new Paragraph(text("profile.sessions.text")),
                signedIn,
                buttons(everywhere),
                new H3(text("profile.tokens")),
                new Paragraph(text("profile.tokens.text")),
                tokenList,
                buttons(create));
    }

    private void showFactor() {
        SecondFactors.State state = factors.own();
        String text = state.on() ? text("profile.factor.on", state.codesLeft()) : text("profile.factor.off");
        Div actions = new Div();
        actions.addClassName("row-actions");
        if (state.on()) {
            actions.add(new Button(text("profile.factor.codes"), click -> renewCodes()));
            if (!state.forced()) {
                actions.add(new Button(text("profile.factor.remove"), click -> removeFactor()));
            }
        } else {
            actions.add(new Button(
                    text("profile.factor.setUp"),
                    click -> com.vaadin.flow.component.UI.getCurrent().navigate("second-factor")));
        }
        factor.removeAll();
        factor.add(row(labelled(text("profile.factor"), new Span(text)), actions));
    }

    private void removeFactor() {
        new EditorDialog<>(
                        text("profile.factor.remove"),
                        text("profile.factor.remove"),
                        new PasswordAskedForm(),
                        password -> {
                            factors.remove(password);
                            showFactor();
                            Notifications.done(text("profile.factor.removed"));
                        })
                .open();
    }

    private void renewCodes() {
        new EditorDialog<>(
                        text("profile.factor.codes"),
                        text("profile.factor.codes"),
                        new PasswordAskedForm(),
                        password -> {
                            String codes = String.join("\n", factors.renewCodes(password));
                            showFactor();
                            new ShownOnce(text("secondFactor.codes.title"), text("secondFactor.codes.text"))
                                    .with(text("secondFactor.codes.label"), codes)
                                    .open();
                        })
                .open();
    }

    private void showSessions() {
        Actor viewer = access.actor();
        signedIn.removeAll();
        for (Sessions.Session session : sessions.own()) {
            Span what = new Span(session.agent().isEmpty() ? text("profile.session.unknown") : session.agent());
            Span since = new Span(
                    text("profile.session", session.source(), Times.exact(session.startedAt(), viewer.preferences())));
            since.addClassName("faint");
            Div facts = new Div(what, since);
            facts.addClassName("row-text");
            Span current = new Span(session.current() ? text("profile.session.current") : "");
            current.addClassName("yes");
            signedIn.add(row(facts, current));
        }
    }

    private void showTokens() {
        Actor viewer = access.actor();
        tokenList.removeAll();
        ListQuery all = new ListQuery("", List.of(), MOST_TOKENS, 0, null);
        List<ApiToken> own = tokens.list(all).items();
        if (own.isEmpty()) {
            Span nothing = new Span(text("profile.tokens.empty"));
            nothing.addClassName("faint");
            tokenList.add(nothing);
        }
        for (ApiToken token : own) {
            Span name = new Span(token.name());
            name.addClassName("row-title");
            String scopes = token.scopes().stream()
                    .sorted()
                    .map(scope -> text("scope." + scope))
                    .collect(Collectors.joining(", "));
            String end = token.expiresAt() == null
                    ? text("profile.token.forever")
                    : text("profile.token.until", Times.exact(token.expiresAt(), viewer.preferences()));
            String used = token.lastUsedAt() == null
                    ? text("profile.token.unused")
                    : text("profile.token.used", Times.exact(token.lastUsedAt(), viewer.preferences()));
            Span facts = new Span(scopes + " · " + end + " · " + used);
            facts.addClassName("faint");
            Div texts = new Div(name, facts);
            texts.addClassName("row-text");
            Button revoke = new Button(text("profile.token.revoke"), click -> askToRevoke(token));
            revoke.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ERROR);
            revoke.setAriaLabel(text("profile.token.revoke.label", token.name()));
            tokenList.add(row(texts, revoke));
        }
    }

    private void askToRevoke(ApiToken token) {
        Question.beforeHarm(
                text("profile.token.revoke.title", token.name()),
                text("profile.token.revoke.text"),
                text("profile.token.revoke"),
                () -> {
                    tokens.revoke(token.id());
                    showTokens();
                    Notifications.done(text("profile.token.revoked", token.name()));
                });
    }

    private void changeEmail(Runnable changed) {
        EmailChangeForm form = new EmailChangeForm();
        new EditorDialog<>(text("profile.email.change"), text("action.save"), form, entered -> {
                    boolean waits = addresses.ask(entered.password(), entered.email());
                    changed.run();
                    Notifications.done(
                            waits
                                    ? text("profile.email.asked", entered.email())
                                    : text("profile.email.changed", entered.email()));
                })
                .open();
    }

    private void changePassword(Runnable changed) {
        new EditorDialog<>(text("profile.password.change"), text("action.save"), new PasswordChangeForm(), entered -> {
                    profile.changePassword(entered.current(), entered.wanted());
                    changed.run();
                    Notifications.done(text("profile.password.changed"));
                })
                .open();
    }

    private void createToken() {
        new EditorDialog<>(
                        text("profile.tokens.create"),
                        text("action.create"),
                        new TokenForm(access.actor().preferences().timeZone()),
                        entered -> {
                            ApiTokens.Issued issued =
                                    tokens.create(entered.name(), entered.expiresAt(), entered.scopes());
                            showTokens();
                            new ShownOnce(
                                            text(
                                                    "profile.token.title",
                                                    issued.token().name()),
                                            text("profile.token.text"))
                                    .with(text("profile.token.label"), issued.secret())
                                    .open();
                        })
                .open();
    }

    private void endSessions() {
        sessions.endOwn();
    }

    private static Component labelled(String label, Span value) {
        Span name = new Span(label);
        name.addClassName("faint");
        Div both = new Div(name, value);
        both.addClassName("row-text");
        return both;
    }

    private static Component row(Component facts, Component action) {
        Div row = new Div(facts, action);
        row.addClassName("row-card");
        return row;
    }

    private static Component buttons(Button button) {
        Div buttons = new Div(button);
        buttons.addClassName("form-buttons");
        return buttons;
    }

    private static String text(String key, Object... values) {
        return com.vaadin.flow.component.UI.getCurrent().getTranslation(key, values);
    }
}
