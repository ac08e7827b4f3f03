package io.muster.customer;

import io.muster.access.Actor;
import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;

/** Port: what customers have inside beside other customers. Each module that keeps something at customers implements it. */
public interface Contents {

    /** What sort of thing it is, in the order in which people are told of it. */
    enum Sort {
        USERS("users"),
        DEVICES("devices"),
        LOCATIONS("locations");

        private final String name;

        Sort(String name) {
            this.name = name;
        }

        /** Name in the REST interface. */
        String outside() {
            return name;
        }
    }

    Sort sort();

    /** How much of it the customer itself has. */
    long count(CustomerId customer);

    /**
     * Gives all of it to the customer above.
     *
     * @throws io.muster.kernel.Rejected when the actor may not do that with every single one
     */
    void moveUp(Actor actor, TreePath from, TreePath to);

    /** A branch of the tree has come to stand here: what reaches into it from customers that are not above it any more ends. */
    default void arrived(Actor actor, TreePath branch) {}

    /** The customer is about to go: what was deleted of it already, and could still have come back, goes with it. */
    default void forget(CustomerId customer) {}
}
