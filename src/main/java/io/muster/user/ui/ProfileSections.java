package io.muster.user.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.spring.annotation.SpringComponent;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.ShownOnce;
import io.muster.ui.Times;
import io.muster.user.AddressChanges;
import io.muster.user.ApiTokens;
import io.muster.user.Profile;
import io.muster.user.SecondFactors;
import io.muster.user.Sessions;
import io.muster.user.User;
import java.time.Clock;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** The parts of the profile that are not a form: how one signs in, where one is signed in, and the tokens of programs. */
@SpringComponent
@org.springframework.context.annotation.Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
class ProfileSections {

    private final Access access;
    private final Profile profile;
    private final AddressChanges addresses;
    private final Sessions sessions;
    private final TokenSection tokens;
    private final SecondFactors factors;
    private final Span email = new Span();
    private final Div waiting = new Div();
    private final Div factor = new Div();
    private final Div signedIn = new Div();

    ProfileSections(
            Access access,
            Profile profile,
            AddressChanges addresses,
            Sessions sessions,
            ApiTokens tokens,
            SecondFactors factors,
            Clock clock) {
        this.access = access;
        this.profile = profile;
        this.addresses = addresses;
        this.sessions = sessions;
        this.tokens = new TokenSection(access, tokens, clock);
        this.factors = factors;
    }

    void show(User user) {
        email.setText(user.email().value());
        showWaiting();
        showFactor();
        showSessions();
        tokens.show();
    }

    /** E-mail address and password. */
    Component signIn(Runnable changed) {
        Button change = new Button(text("profile.email.change"), click -> changeEmail(changed));
        Button password = new Button(text("profile.password.change"), click -> changePassword(changed));
        return new Div(
                new H3(text("profile.signIn")),
                row(labelled(text("field.email"), email), change),
                waiting,
                row(labelled(text("field.password"), new Span("••••••••••••")), password),
                factor);
    }

    /** Sessions and tokens. */
    Component lists() {
        Button everywhere = new Button(text("profile.sessions.end"), click -> endSessions());
        return new Div(
                new H3(text("profile.sessions")),
                new Paragraph(text("profile.sessions.text")),
                signedIn,
                buttons(everywhere),
                tokens);
    }

    /** Another address that has been asked for, perhaps by somebody else. */
    private void showWaiting() {
        waiting.removeAll();
        addresses.waiting().ifPresent(wanted -> {
            Button withdraw = new Button(text("profile.email.withdraw"), click -> {
                addresses.withdraw();
                showWaiting();
                Notifications.done(text("profile.email.withdrawn", email.getText()));
            });
            waiting.add(
                    row(labelled(text("profile.email.new"), new Span(text("profile.email.waits", wanted))), withdraw));
        });
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

    static Component row(Component facts, Component action) {
        Div row = new Div(facts, action);
        row.addClassName("row-card");
        return row;
    }

    static Component buttons(Button button) {
        Div buttons = new Div(button);
        buttons.addClassName("form-buttons");
        return buttons;
    }

    static String text(String key, Object... values) {
        return com.vaadin.flow.component.UI.getCurrent().getTranslation(key, values);
    }
}
