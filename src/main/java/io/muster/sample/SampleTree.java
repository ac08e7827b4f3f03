package io.muster.sample;

import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The shape of a tree: one customer with a fifth of all right below it, chains in which each has one, and a random tree of what
 * is left.
 */
final class SampleTree {

    /** Levels below the account. */
    static final int LEVELS = 6;

    /** A customer that is to be made. */
    record Node(long id, long parent, TreePath path, String name) {}

    private SampleTree() {}

    static List<Node> grow(TreePath root, List<Long> ids, Words words, Random random) {
        List<Node> nodes = new ArrayList<>();
        List<Node> growing = new ArrayList<>();
        Node account = new Node(root.customer().value(), 0, root, "");
        for (long id : ids) {
            Node parent = parent(account, nodes, growing, random.nextInt(20));
            if (parent == null) {
                parent = words.pick(growing);
            }
            TreePath path = parent.path().child(new CustomerId(id));
            Node node = new Node(id, parent.id(), path, words.company());
            nodes.add(node);
            if (path.depth() - root.depth() < LEVELS) {
                growing.add(node);
            }
        }
        return nodes;
    }

    private static @org.jspecify.annotations.Nullable Node parent(
            Node account, List<Node> nodes, List<Node> growing, int die) {
        if (nodes.isEmpty() || die == 0) {
            return account;
        }
        if (die <= 4) {
            return nodes.getFirst();
        }
        // The chain goes on from the last one, as long as that may have anything below it.
        return die <= 9 && growing.getLast() == nodes.getLast() ? nodes.getLast() : null;
    }
}
