package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
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
import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import io.muster.ui.Places;
import jakarta.annotation.security.PermitAll;
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
    private final Nav breadcrumb = new Nav();
    private final transient Map<Section, ListItem> sections = new LinkedHashMap<>();
    private final Div content = new Div();

    AccountsLayout(Access access, Customers customers) {
        this.access = access;
        this.customers = customers;
        addClassName("accounts");
        breadcrumb.addClassName("breadcrumb");
        breadcrumb.getElement().setAttribute("aria-label", getTranslation("breadcrumb.label"));
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
        showWay(customers.way(customer), segment, segments.size() > 3 ? Places.tab(customer, segment) : null);
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

    /** {@code Customers / Testing Customer / Users}; at home only the tab. */
    private void showWay(List<Customers.Step> way, String segment, @Nullable String tab) {
        OrderedList list = new OrderedList();
        CustomerId home = way.getFirst().id();
        if (way.size() == 1) {
            list.add(new ListItem(new Span(way.getFirst().name())));
        } else {
            list.add(new ListItem(link(home, "customers", getTranslation("tab.customers"))));
            for (Customers.Step step : way.subList(1, way.size())) {
                list.add(new ListItem(link(step.id(), "account", step.name())));
            }
        }
        String text = getTranslation("tab." + segment);
        if (tab == null) {
            Span here = new Span(text);
            here.getElement().setAttribute("aria-current", "page");
            list.add(new ListItem(here));
        } else {
            list.add(new ListItem(link(tab, text)));
        }
        breadcrumb.removeAll();
        breadcrumb.add(list);
    }

    private static Component link(CustomerId customer, String segment, String text) {
        return link(Places.tab(customer, segment), text);
    }

    private static Component link(String address, String text) {
        Anchor anchor = new Anchor(address, text);
        anchor.getElement().setAttribute("router-link", true);
        anchor.getElement().setAttribute("title", text);
        return anchor;
    }
}
