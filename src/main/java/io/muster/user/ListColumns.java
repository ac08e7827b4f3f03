package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Scope;
import io.muster.kernel.UserId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which columns of a list each user wants to see. That is a matter of looking, so the history does not tell of it. */
@Service
public class ListColumns {

    private static final String SEPARATOR = ",";

    private final Access access;
    private final JdbcClient jdbc;

    ListColumns(Access access, JdbcClient jdbc) {
        this.access = access;
        this.jdbc = jdbc;
    }

    /**
     * The columns that the viewer chose.
     *
     * @param list name of the list, at most 40 characters
     * @return empty when the viewer never chose any
     */
    @Transactional(readOnly = true)
    public Optional<List<String>> of(String list) {
        UserId viewer = access.actor().id();
        return jdbc.sql("select shown from list_columns where user_id = ? and list = ?")
                .params(viewer.value(), list)
                .query(String.class)
                .optional()
                .map(shown -> List.of(shown.split(SEPARATOR)));
    }

    /** Keeps what the viewer chose, in place of what they chose before. */
    @Transactional
    public void keep(String list, List<String> columns) {
        UserId viewer = access.requireOwn(Scope.READ).id();
        String shown = String.join(SEPARATOR, columns);
        jdbc.sql("""
                        merge into list_columns l
                        using (values (cast(? as bigint), cast(? as varchar), cast(? as varchar))) as s (user_id, list, shown)
                        on (l.user_id = s.user_id and l.list = s.list)
                        when matched then update set shown = s.shown
                        when not matched then insert (user_id, list, shown) values (s.user_id, s.list, s.shown)
                        """).params(viewer.value(), list, shown).update();
    }
}
