package io.muster.access;

import io.muster.kernel.CustomerId;
import io.muster.kernel.Preferences;
import io.muster.kernel.TreePath;
import java.util.Optional;

/** Port: what {@link Access} needs to know of the tree of customers. */
public interface CustomerTree {

    /**
     * A customer's place.
     *
     * @param suspended the customer, or one above it, is suspended
     * @param secondFactorForced the customer, or one above it, wants everybody to have a second factor
     */
    record Node(TreePath path, boolean suspended, boolean secondFactorForced, Preferences preferences) {}

    Optional<Node> node(CustomerId id);
}
