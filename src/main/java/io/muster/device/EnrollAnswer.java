package io.muster.device;

/** What a unit that asked for a password gets to hear. */
public sealed interface EnrollAnswer {

    /** Here it is. It is kept nowhere in the clear. */
    record Issued(String username, String password) implements EnrollAnswer {

        @Override
        public String toString() {
            return "Issued[" + username + "]";
        }
    }

    /** A person has to decide; ask again later. */
    record Pending(int retryAfterS) implements EnrollAnswer {}

    record Refused(Answer.Problem problem, String message) implements EnrollAnswer {}
}
