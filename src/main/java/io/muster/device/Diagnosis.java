package io.muster.device;

import io.muster.kernel.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of a message.
 *
 * @param verdict what happens to it, last part of a key of the resource bundle ({@code doctor.verdict.…})
 * @param detail  what is wrong with it, in the words that the unit would be told; empty when nothing is
 * @param unit    unit that it is from, as far as the topic tells and the viewer knows it
 * @param changes what would change of the device
 * @param reply   what the unit would be answered, null for nothing
 */
public record Diagnosis(
        Verdict verdict,
        String detail,
        @Nullable DeviceRow unit,
        List<Change.Field> changes,
        MessageReader.@Nullable Reply reply) {

    /** What happens to a message. */
    public enum Verdict {
        /** Nobody listens to this topic. */
        UNHEARD,
        /** It breaks a rule of the contract. */
        MALFORMED,
        /** The viewer knows no such unit: it would wait in the quarantine, or belong to somebody else. */
        STRANGER,
        /** It is taken, and changes the device. */
        APPLIED,
        /** It is taken, and tells nothing new. */
        NOTHING_NEW,
        /** It repeats the last announcement, and is answered once more. */
        REPEATED,
        /** It is older than one that has been taken, and changes nothing. */
        LATE,
        /** It is of an earlier boot: the history keeps it, the device stays as it is. */
        OVERTAKEN,
        /** The customer is suspended: only the sign of life counts. */
        SUSPENDED,
        /** The unit was denied, decommissioned or replaced. */
        ENDED,
        /** A sign of life: last seen, measures and position. */
        HEARD,
        /** A sign of life of a unit that nobody listens to: only that counts. */
        ONLY_HEARD,
        /** A duplicate or a late heartbeat: only the sign of life counts. */
        OUTRUN,
        /** A heartbeat of a boot before the one that was announced: only the sign of life counts. */
        EARLIER_START,
        /** Another make told the same topic the same or something later: only the sign of life counts. */
        EARLIER_STAMP,
        /** The broker says that the connection ended. */
        LAST_WILL,
        /** The same, of a connection that is not the last one, or of a unit that nobody listens to: it changes nothing. */
        VOID_WILL,
        /** A unit answers a command. */
        REPLIED,
        /** A unit asks for its password. */
        ASKED
    }
}
