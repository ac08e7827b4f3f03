package io.muster.kernel;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * H2 closes a database that it could not write to, as on a full disk. It opens it again for new connections, but those that
 * were there before call themselves valid and fail for ever: so the pool has to throw them away.
 */
public final class ClosedDatabase implements SQLExceptionOverride {

    /** H2's codes of "The database has been closed", and "Database is already closed". */
    private static final Set<Integer> CLOSED = Set.of(90098, 90121);

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException failure) {
        return CLOSED.contains(failure.getErrorCode())
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
