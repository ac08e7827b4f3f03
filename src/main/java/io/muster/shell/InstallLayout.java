package io.muster.shell;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.user.Previews;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The frame of the page for people on site, on a phone and in the sun: no navigation, only who is signed in. */
@Layout("install")
@PermitAll
class InstallLayout extends Div implements RouterLayout {

    private final Main content = new Main();

    InstallLayout(Access access, OpenPages pages, Previews previews, AuthenticationContext authentication) {
        addClassName("install-frame");
        Actor actor = access.actor();
        Span product = new Span(getTranslation("product"));
        product.addClassName("product");
        Span who = new Span(actor.username());
        who.addClassName("install-who");
        Button signOut = new Button(getTranslation("nav.signOut"), click -> authentication.logout());
        signOut.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        access.preview().ifPresent(preview -> add(new PreviewBanner(preview, previews)));
        add(new Header(product, who, signOut), new OfflineNote(), content);
        pages.follow(this, Set.copyOf(List.of(actor.id(), access.person().id())));
    }

    @Override
    public void showRouterLayoutContent(@Nullable HasElement view) {
        content.removeAll();
        if (view != null) {
            content.getElement().appendChild(view.getElement());
        }
    }
}
