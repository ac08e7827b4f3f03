package io.muster.shell;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.ui.Finder;
import io.muster.ui.LiveUpdates;
import io.muster.ui.OpenDialogs;
import io.muster.ui.Places;
import io.muster.user.Previews;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The frame around every page of a signed-in user: navigation, and the panel of the account that is being looked at. */
@Layout
@PermitAll
class MainLayout extends AppLayout implements BeforeEnterObserver, AfterNavigationObserver {

    private final transient Access access;
    private final transient Customers customers;
    private final AccountPanel panel = new AccountPanel();
    private final Main main = new Main();
    private final H1 heading = new H1();
    private CustomerId shown;
    /** Where one was led to last. */
    private @Nullable String address;

    MainLayout(
            Access access,
            Customers customers,
            LiveUpdates updates,
            OpenPages pages,
            Previews previews,
            List<Finder> finders,
            AuthenticationContext authentication) {
        this.access = access;
        this.customers = customers;
        setPrimarySection(Section.DRAWER);
        Actor actor = access.actor();
        shown = actor.customer();

        Anchor home = new Anchor("accounts", getTranslation("product"));
        home.addClassName("product");
        Header bar = new Header(new DrawerToggle(), search(finders), userMenu(actor, authentication));
        bar.addClassName("bar");
        addToNavbar(bar);

        SideNav navigation = new SideNav();
        SideNavItem accounts = new SideNavItem(getTranslation("nav.accounts"), "accounts", VaadinIcon.USERS.create());
        accounts.setMatchNested(true);
        navigation.addItem(accounts);
        Nav drawer = new Nav(home, panel, navigation);
        drawer.getElement().setAttribute("aria-label", getTranslation("nav.label"));
        addToDrawer(drawer);
        main.addClassName("page");
        heading.addClassName("for-screen-readers");
        pages.follow(this, Set.copyOf(List.of(actor.id(), access.person().id())));
        access.preview().ifPresent(preview -> addToNavbar(new PreviewBanner(preview, previews)));
        updates.follow(this, actor.home(), Set.of(Change.Kind.CUSTOMER), this::showAccount);
    }

    @Override
    public void showRouterLayoutContent(HasElement shown) {
        main.removeAll();
        main.add(heading);
        main.getElement().appendChild(shown.getElement());
        super.showRouterLayoutContent(main);
    }

    @Override
    public void removeRouterLayoutContent(HasElement old) {
        old.getElement().removeFromParent();
    }

    /** Opens at a click, and at the "/" key while nobody is typing. */
    private Button search(List<Finder> finders) {
        Button search = new Button(VaadinIcon.SEARCH.create(), click -> new SearchDialog(access, finders).open());
        search.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
        search.setAriaLabel(getTranslation("search.title"));
        search.setTooltipText(getTranslation("search.hint"));
        search.addClassName("search-all");
        search.addAttachListener(attached -> search.getElement().executeJs("""
                const typing = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName ?? '');
                const listener = (event) => {
                  if (!this.isConnected) document.removeEventListener('keydown', listener);
                  else if (event.key === '/' && !event.ctrlKey && !event.altKey && !event.metaKey
                      && !event.composedPath().some(typing)) {
                    event.preventDefault();
                    this.click();
                  }
                };
                document.addEventListener('keydown', listener);"""));
        return search;
    }

    private MenuBar userMenu(Actor actor, AuthenticationContext authentication) {
        Avatar avatar = new Avatar(actor.username());
        avatar.getElement().setAttribute("tabindex", "-1");
        MenuBar menu = new MenuBar();
        menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY_INLINE, MenuBarVariant.LUMO_ICON);
        menu.addClassName("user-menu");
        MenuItem item = menu.addItem(avatar);
        item.setAriaLabel(getTranslation("nav.userMenu", actor.username()));
        Span email = new Span(actor.email().value());
        email.addClassName("faint");
        Div who = new Div(new Span(actor.username()), email);
        who.addClassName("user-menu-who");
        item.getSubMenu().addItem(who).setEnabled(false);
        if (access.preview().isEmpty()) {
            item.getSubMenu()
                    .addItem(
                            getTranslation("nav.profile"),
                            click -> click.getSource().getUI().ifPresent(ui -> ui.navigate("profile")));
        }
        item.getSubMenu().addItem(getTranslation("nav.signOut"), click -> authentication.logout());
        return menu;
    }

    /** Where one is stands in tab and breadcrumb for whoever sees; whoever goes by ear looks for a heading. */
    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        // That of the whole page is set only after this.
        heading.setText(
                event.getActiveChain().getFirst() instanceof HasDynamicTitle titled
                        ? titled.getPageTitle()
                        : getTranslation("product"));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String to = event.getLocation().getPathWithQueryParameters();
        if (address != null && !address.equals(to)) {
            OpenDialogs.close(event.getUI());
        }
        address = to;
        shown = event.getRouteParameters()
                .get(Places.CUSTOMER)
                .flatMap(this::reachable)
                .orElseGet(() -> access.actor().customer());
        showAccount();
    }

    private Optional<CustomerId> reachable(String id) {
        try {
            return Optional.of(customers.get(CustomerId.of(id)).id());
        } catch (Rejected rejected) {
            // The view itself answers "not found"; the frame around that answer shows the viewer's own account.
            return Optional.empty();
        }
    }

    private void showAccount() {
        panel.show(customers.get(shown), access.isServed(shown));
    }
}
