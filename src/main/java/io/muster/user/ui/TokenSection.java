package io.muster.user.ui;

import static io.muster.user.ui.ProfileSections.buttons;
import static io.muster.user.ui.ProfileSections.row;
import static io.muster.user.ui.ProfileSections.text;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.kernel.ListQuery;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.Question;
import io.muster.ui.ShownOnce;
import io.muster.ui.Times;
import io.muster.user.ApiToken;
import io.muster.user.ApiTokens;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** The part of the profile with the API tokens of whoever looks. */
class TokenSection extends Div {

    private static final int MOST = 200;

    private final transient Access access;
    private final transient ApiTokens tokens;
    private final transient Clock clock;
    private final Div list = new Div();

    TokenSection(Access access, ApiTokens tokens, Clock clock) {
        this.access = access;
        this.tokens = tokens;
        this.clock = clock;
        Button create = new Button(text("profile.tokens.create"), click -> createToken());
        add(new H3(text("profile.tokens")), new Paragraph(text("profile.tokens.text")), list, buttons(create));
    }

    void show() {
        Actor viewer = access.actor();
        list.removeAll();
        ListQuery all = new ListQuery("", List.of(), MOST, 0, null);
        List<ApiToken> own = tokens.list(all).items();
        if (own.isEmpty()) {
            Span nothing = new Span(text("profile.tokens.empty"));
            nothing.addClassName("faint");
            list.add(nothing);
        }
        for (ApiToken token : own) {
            Span name = new Span(token.name());
            name.addClassName("row-title");
            String scopes = token.scopes().stream()
                    .sorted()
                    .map(scope -> text("scope." + scope))
                    .collect(Collectors.joining(", "));
            boolean ended = token.expiresAt() != null && !token.expiresAt().isAfter(clock.instant());
            String end = token.expiresAt() == null
                    ? text("profile.token.forever")
                    : text(
                            ended ? "profile.token.ended" : "profile.token.until",
                            Times.exact(token.expiresAt(), viewer.preferences()));
            String used = token.lastUsedAt() == null
                    ? text("profile.token.unused")
                    : text("profile.token.used", Times.exact(token.lastUsedAt(), viewer.preferences()));
            Span facts = new Span(scopes + " · " + end + " · " + used);
            facts.addClassName(ended ? "no" : "faint");
            Div texts = new Div(name, facts);
            texts.addClassName("row-text");
            Button revoke = new Button(text("profile.token.revoke"), click -> askToRevoke(token));
            revoke.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ERROR);
            revoke.setAriaLabel(text("profile.token.revoke.label", token.name()));
            list.add(row(texts, revoke));
        }
    }

    private void askToRevoke(ApiToken token) {
        Question.beforeHarm(
                text("profile.token.revoke.title", token.name()),
                text("profile.token.revoke.text"),
                text("profile.token.revoke"),
                () -> {
                    tokens.revoke(token.id());
                    show();
                    Notifications.done(text("profile.token.revoked", token.name()));
                });
    }

    private void createToken() {
        new EditorDialog<>(
                        text("profile.tokens.create"),
                        text("action.create"),
                        new TokenForm(access.actor().preferences().timeZone()),
                        entered -> {
                            ApiTokens.Issued issued =
                                    tokens.create(entered.name(), entered.expiresAt(), entered.scopes());
                            show();
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
}
