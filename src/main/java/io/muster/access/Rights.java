package io.muster.access;

import io.muster.kernel.TreePath;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What groups give, where, and which of them it is: found by asking {@link Permission}, which alone knows. */
public final class Rights {

    private Rights() {}

    /** Where a right holds. */
    public enum Where {
        HOME,
        /** At the customers nested below home, and not at home itself. */
        BELOW,
        HOME_AND_BELOW
    }

    /**
     * Something that somebody may do.
     *
     * @param because each of these sets of groups is enough for it
     */
    public record Right(Permission permission, Where where, List<Set<Group>> because) {}

    /** Everything that these groups give, in the order of the table. A right that has other reasons below has two lines. */
    public static List<Right> of(TreePath home, Set<Group> held) {
        List<Right> rights = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            List<Set<Group>> here = enough(permission, home, home, held);
            List<Set<Group>> below = enough(permission, home, Permission.below(home), held);
            // What is enough below with another group besides is enough for both.
            List<Set<Group>> both = below.stream()
                    .filter(groups -> here.stream().anyMatch(groups::containsAll))
                    .toList();
            if (!both.isEmpty()) {
                rights.add(new Right(permission, Where.HOME_AND_BELOW, both));
            } else {
                add(rights, permission, Where.HOME, here);
                add(rights, permission, Where.BELOW, below);
            }
        }
        return rights;
    }

    /** Whether these groups give a permission at home itself. */
    public static boolean atHome(Permission permission, TreePath home, Set<Group> held) {
        return permission.groupsAllow(home, home, held);
    }

    private static void add(List<Right> rights, Permission permission, Where where, List<Set<Group>> because) {
        if (!because.isEmpty()) {
            rights.add(new Right(permission, where, because));
        }
    }

    /** The least that is enough: one group, or two that are nothing by themselves. The table knows no larger sets. */
    private static List<Set<Group>> enough(Permission permission, TreePath home, TreePath place, Set<Group> held) {
        List<Set<Group>> found = new ArrayList<>();
        Set<Group> rest = EnumSet.noneOf(Group.class);
        for (Group group : new TreeSet<>(held)) {
            if (permission.groupsAllow(home, place, Set.of(group))) {
                found.add(EnumSet.of(group));
            } else {
                rest.add(group);
            }
        }
        for (Group first : rest) {
            for (Group second : rest) {
                if (first.compareTo(second) < 0 && permission.groupsAllow(home, place, EnumSet.of(first, second))) {
                    found.add(EnumSet.of(first, second));
                }
            }
        }
        return found;
    }
}
