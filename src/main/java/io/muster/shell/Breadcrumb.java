package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import io.muster.customer.Customers;
import io.muster.kernel.CustomerId;
import io.muster.ui.Places;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code Customers / Testing Customer / Users}; at home only the tab. When the way is shown anew, what is on it still stays the
 * same element, so that whoever is on a link stays there.
 */
class Breadcrumb extends Nav {

    private final OrderedList list = new OrderedList();
    private final transient Map<String, ListItem> items = new LinkedHashMap<>();

    /**
     * A step of the way.
     *
     * @param key     what makes it the same step after it has got another name
     * @param address where it leads; null for one that is no link
     */
    private record Crumb(String key, @Nullable String address, String text) {}

    Breadcrumb() {
        addClassName("breadcrumb");
        getElement().setAttribute("aria-label", getTranslation("breadcrumb.label"));
        add(list);
    }

    /**
     * Shows a way.
     *
     * @param tab where the tab is a link to, below which a single thing is shown; null where the tab itself is
     */
    void show(List<Customers.Step> way, String segment, @Nullable String tab) {
        List<Crumb> crumbs = new ArrayList<>();
        Customers.Step home = way.getFirst();
        if (way.size() == 1) {
            crumbs.add(new Crumb("home", null, home.name()));
        } else {
            crumbs.add(link("customers", home.id(), "customers", getTranslation("tab.customers")));
            way.subList(1, way.size())
                    .forEach(step -> crumbs.add(link(step.id().toString(), step.id(), "account", step.name())));
        }
        crumbs.add(new Crumb(tab == null ? "here" : "tab", tab, getTranslation("tab." + segment)));
        show(crumbs);
    }

    private static Crumb link(String key, CustomerId customer, String segment, String text) {
        return new Crumb(key, Places.tab(customer, segment), text);
    }

    private void show(List<Crumb> crumbs) {
        Map<String, Crumb> wanted = crumbs.stream().collect(Collectors.toMap(Crumb::key, crumb -> crumb));
        items.entrySet().removeIf(item -> {
            boolean gone = !wanted.containsKey(item.getKey());
            if (gone) {
                list.remove(item.getValue());
            }
            return gone;
        });
        for (int i = 0; i < crumbs.size(); i++) {
            Crumb crumb = crumbs.get(i);
            ListItem item = items.computeIfAbsent(crumb.key(), first -> new ListItem(made(crumb)));
            Component words = item.getChildren().findFirst().orElseThrow();
            words.getElement().setText(crumb.text());
            if (words instanceof Anchor link && crumb.address() != null) {
                link.setHref(crumb.address());
                link.getElement().setAttribute("title", crumb.text());
            }
            if (list.indexOf(item) != i) {
                list.addComponentAtIndex(i, item);
            }
        }
    }

    private static Component made(Crumb crumb) {
        if (crumb.address() != null) {
            Anchor link = new Anchor();
            link.getElement().setAttribute("router-link", true);
            return link;
        }
        Span words = new Span();
        if (crumb.key().equals("here")) {
            words.getElement().setAttribute("aria-current", "page");
        }
        return words;
    }
}
