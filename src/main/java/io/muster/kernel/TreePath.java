package io.muster.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Place of a customer in the tree, as the ids from the root down to it, each followed by a dot: {@code 1.7.42.}. A customer's
 * subtree is what its path is a prefix of, which a database finds by one range of an index.
 */
public record TreePath(String value) {

    /** Most levels of the tree. */
    public static final int MAX_DEPTH = 50;

    private static final Pattern SYNTAX = Pattern.compile("(?:[1-9][0-9]{0,17}\\.){1,100}");

    public TreePath {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tree path: " + value);
        }
    }

    public static TreePath root(CustomerId id) {
        return new TreePath(id + ".");
    }

    public TreePath child(CustomerId id) {
        return new TreePath(value + id + ".");
    }

    /** True when the other place is this one or below it. */
    public boolean covers(TreePath other) {
        return other.value.startsWith(value);
    }

    public boolean isAbove(TreePath other) {
        return covers(other) && !equals(other);
    }

    public CustomerId customer() {
        return ids().getLast();
    }

    /**
     * The place right above.
     *
     * @throws Rejected NOT_FOUND at the root
     */
    public TreePath parent() {
        int end = value.lastIndexOf('.', value.length() - 2);
        if (end < 0) {
            throw Rejected.notFound();
        }
        return new TreePath(value.substring(0, end + 1));
    }

    /** The ids from the root to this place, itself included. */
    public List<CustomerId> ids() {
        return Arrays.stream(value.split("\\.")).map(CustomerId::of).toList();
    }

    public boolean isRoot() {
        return depth() == 1;
    }

    public int depth() {
        return (int) value.chars().filter(c -> c == '.').count();
    }

    /** First value after the subtree, in the order of characters: paths of the subtree are in [value, end). */
    public String end() {
        return value.substring(0, value.length() - 1) + '/';
    }

    @Override
    public String toString() {
        return value;
    }
}
