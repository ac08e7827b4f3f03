package io.muster.device;

import io.muster.kernel.UnitId;

/** Port: how units are reached. Called after the transaction has been committed; a failure is theirs to retry, by asking again. */
public interface UnitChannel {

    /** Where units connect, {@code mqtt://host:port}. */
    String url();

    /** Leaves the unit's registration with the broker. */
    void registration(Answer.Registration registration);

    /** Takes the registration away again: nobody knows the unit any more. */
    void forgotten(UnitId unit);

    /** Sends a password to the one client whose request was approved. */
    void enrolled(String clientId, String inReplyTo, EnrollAnswer.Issued issued);

    /** Asks something of a unit. */
    void command(UnitId unit, Command command);

    /** Ends the unit's connections, because its password no longer holds. */
    void disconnect(UnitId unit);
}
