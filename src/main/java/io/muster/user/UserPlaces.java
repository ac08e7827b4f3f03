package io.muster.user;

import io.muster.access.CustomerTree;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import org.springframework.stereotype.Component;

/** Where users stand in the tree. */
@Component
class UserPlaces {

    private final CustomerTree tree;

    UserPlaces(CustomerTree tree) {
        this.tree = tree;
    }

    TreePath of(CustomerId customer) {
        return tree.node(customer).map(CustomerTree.Node::path).orElseThrow(Rejected::notFound);
    }

    /** Neither the customer nor one above it is suspended. */
    boolean isServed(CustomerId customer) {
        return tree.node(customer).filter(node -> !node.suspended()).isPresent();
    }
}
