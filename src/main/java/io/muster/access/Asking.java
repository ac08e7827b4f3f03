package io.muster.access;

import io.muster.kernel.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * Whoever asks, at this moment.
 *
 * @param actor             with whose rights it is answered
 * @param lacksSecondFactor one is forced, and the person has none
 * @param person            whoever is signed in; the actor, but for a preview
 * @param preview           null for who sees the program as themselves
 */
record Asking(Actor actor, boolean lacksSecondFactor, Actor person, Access.@Nullable Preview preview) {

    /** Refuses whoever has to set up a second factor before anything else. */
    Asking complete() {
        if (lacksSecondFactor) {
            throw Rejected.forbidden("problem.secondFactor.missing");
        }
        return this;
    }

    /** The actor, for what is a person's own: that is not there for others to look at, and guests have nothing. */
    Actor own() {
        if (preview != null) {
            throw Rejected.forbidden("problem.preview");
        }
        if (actor.guest() != null) {
            throw Rejected.forbidden("problem.forbidden");
        }
        return actor;
    }
}
