package io.muster.user.ui;

import com.vaadin.flow.component.html.Span;
import io.muster.access.Group;
import java.util.List;
import java.util.stream.Collectors;

/** The groups of a user. */
class GroupBadges extends Span {

    private GroupBadges(List<Group> groups, int shown) {
        addClassName("badges");
        groups.stream().limit(shown).forEach(group -> add(badge(getTranslation("group." + group))));
        String all =
                groups.stream().map(group -> getTranslation("group." + group)).collect(Collectors.joining(", "));
        if (groups.size() > shown) {
            Span more = badge("+" + (groups.size() - shown));
            more.getElement().setAttribute("aria-label", all);
            add(more);
        }
        getElement().setAttribute("title", all);
    }

    /** Each as a badge. */
    static GroupBadges all(List<Group> groups) {
        return new GroupBadges(groups, groups.size());
    }

    /** In one line: the first as a badge, the others as "+2", all of them on hover. */
    static GroupBadges brief(List<Group> groups) {
        GroupBadges brief = new GroupBadges(groups, 1);
        brief.addClassName("brief");
        return brief;
    }

    private static Span badge(String text) {
        Span badge = new Span(text);
        badge.getElement().getThemeList().add("badge contrast");
        return badge;
    }
}
