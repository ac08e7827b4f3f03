package io.muster.user.ui;

import com.vaadin.flow.component.html.Span;
import io.muster.access.Group;
import java.util.List;
import java.util.stream.Collectors;

/** The groups of a user: the first two as badges, the others as "+2", all of them on hover. */
class GroupBadges extends Span {

    private static final int SHOWN = 2;

    GroupBadges(List<Group> groups) {
        addClassName("badges");
        groups.stream().limit(SHOWN).forEach(group -> add(badge(getTranslation("group." + group))));
        String all =
                groups.stream().map(group -> getTranslation("group." + group)).collect(Collectors.joining(", "));
        if (groups.size() > SHOWN) {
            Span more = badge("+" + (groups.size() - SHOWN));
            more.getElement().setAttribute("aria-label", all);
            add(more);
        }
        getElement().setAttribute("title", all);
    }

    private static Span badge(String text) {
        Span badge = new Span(text);
        badge.getElement().getThemeList().add("badge contrast");
        return badge;
    }
}
