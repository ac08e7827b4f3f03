package io.muster.shell;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouterLayout;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tabs of one customer under a breadcrumb; the customer and the tab stand in the address. */
@Layout("accounts")
@ParentLayout(MainLayout.class)
@PermitAll
class AccountsLayout extends Div implements RouterLayout, BeforeEnterObserver {

    private record Section(String segment, Permission permission) {}

    private static final List<Section> SECTIONS = List.of(
            new Section("account", Permission.SEE_CUSTOMER),
            new Section("customers", Permission.SEE_CUSTOMER),
            new Section("users", Permission.SEE_USERS),
            new Section("locations", Permission.LIST_LOCATIONS),
            new Section("overview", Permission.SEE_DEVICES),
            new Section("devices", Permission.SEE_DEVICES),
            new Section("enrolment", Permission.SEE_ENROLMENT_TOKENS),
            new Section("jobs", Permission.SEE_INSTALL_JOBS),
            new Section("ingest", Permission.SEE_INGEST_LOG),
            new Section("history", Permission.SEE_HISTORY));

    /** On a phone not all of them fit. */
    private static final String INTO_SIGHT =
            "requestAnimationFrame(() => this.scrollIntoView({ inline: 'center', block: 'nearest' }))";

    private final transient Access access;
    private final transient Customers customers;
    private final transient LiveUpdates updates;
    private final Breadcrumb breadcrumb = new Breadcrumb();
    private final transient Map<Section, ListItem> sections = new LinkedHashMap<>();
    private final Div content = new Div();

    AccountsLayout(Access access, Customers customers, LiveUpdates updates) {
        this.access = access;
        this.customers = customers;
        this.updates = updates;
        addClassName("accounts");
        SECTIONS.forEach(section -> sections.put(section, tab(section)));
        UnorderedList tabs = new UnorderedList(sections.values().toArray(ListItem[]::new));
        Nav tabBar = new Nav(tabs);
        tabBar.addClassName("section-tabs");
        tabBar.getElement().setAttribute("aria-label", getTranslation("tabs.label"));
        content.addClassName("accounts-content");
        add(breadcrumb, tabBar, content);
    }

    @Override
    public void showRouterLayoutContent(@Nullable HasElement view) {
        content.removeAll();
        if (view != null) {
            content.getElement().appendChild(view.getElement());
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        if (event.getRouteParameters().get(Places.CUSTOMER).isEmpty()) {
            return;
        }
        Actor actor = access.actor();
        if (actor.onlyInstalls()) {
            event.forwardTo("install");
            return;
        }
        CustomerId customer = Places.customer(event);
        TreePath place = access.require(actor, Permission.SEE_CUSTOMER, customer);
        List<String> segments = event.getLocation().getSegments();
        // accounts, the customer, the tab; below the tab a single thing
        String segment = segments.get(Math.min(2, segments.size() - 1));
        showTabs(actor, place, segment);
        String tab = segments.size() > 3 ? Places.tab(customer, segment) : null;
        breadcrumb.show(customers.way(customer), segment, tab);
        updates.follow(this, actor.home(), EnumSet.of(Change.Kind.CUSTOMER), () -> showWayAnew(customer, segment, tab));
    }

    /** The tabs stay the same elements from page to page, so that no click is lost between two of them. */
    private void showTabs(Actor actor, TreePath place, String selected) {
        sections.forEach((section, tab) -> {
            tab.setVisible(actor.may(section.permission(), place));
            Anchor link = (Anchor) tab.getChildren().findFirst().orElseThrow();
            link.setHref(Places.tab(place.customer(), section.segment()));
            if (section.segment().equals(selected)) {
                link.getElement().setAttribute("aria-current", "page");
                link.getElement().executeJs(INTO_SIGHT);
            } else {
                link.getElement().removeAttribute("aria-current");
            }
        });
    }

    private ListItem tab(Section section) {
        Anchor link = new Anchor("", getTranslation("tab." + section.segment()));
        link.getElement().setAttribute("router-link", true);
        return new ListItem(link);
    }

    /** Anew whenever a customer on the way may have another name or stand elsewhere. */
    private void showWayAnew(CustomerId customer, String segment, @Nullable String tab) {
        try {
            breadcrumb.show(customers.way(customer), segment, tab);
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.NOT_FOUND) {
                throw rejected;
            }
            // It was deleted, or moved out of reach. The view says so; the way to it stays until somebody goes
            // elsewhere.
        }
    }
}
