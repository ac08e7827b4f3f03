package io.muster.user;

import io.muster.access.Access;
import io.muster.access.Scope;
import io.muster.kernel.Rejected;
import io.muster.kernel.Text;
import io.muster.kernel.UserId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The ways to look at lists that each user has saved. They are a matter of looking, so the history does not tell of them. */
@Service
public class SavedViews {

    /** Most views of a list that a user keeps. */
    public static final int MOST = 20;

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_ADDRESS = 2_000;
    private static final String SEPARATOR = ",";

    private final Access access;
    private final JdbcClient jdbc;

    SavedViews(Access access, JdbcClient jdbc) {
        this.access = access;
        this.jdbc = jdbc;
    }

    /**
     * The viewer's own views of a list, by name.
     *
     * @param list name of the list, at most 40 characters
     */
    @Transactional(readOnly = true)
    public List<SavedView> of(String list) {
        UserId viewer = access.actor().id();
        return jdbc.sql("select id, name, address, shown, opens from saved_view where user_id = ? and list = ?"
                        + " order by name_key")
                .params(viewer.value(), list)
                .query((row, number) -> new SavedView(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getString("address"),
                        List.of(row.getString("shown").split(SEPARATOR)),
                        row.getBoolean("opens")))
                .list();
    }

    /**
     * Saves a view, in place of one of the same name.
     *
     * @param opens whether it is to open when nothing else is asked for
     * @throws Rejected INVALID when there are 20 already
     */
    @Transactional
    public void save(String list, String name, String address, List<String> columns, boolean opens) {
        UserId viewer = own();
        String named = named(name);
        if (address.length() > LONGEST_ADDRESS) {
            throw Rejected.invalid(null, "problem.tooLong", LONGEST_ADDRESS);
        }
        jdbc.sql("delete from saved_view where user_id = ? and list = ? and name_key = ?")
                .params(viewer.value(), list, Text.key(named))
                .update();
        Long count = jdbc.sql("select count(*) from saved_view where user_id = ? and list = ?")
                .params(viewer.value(), list)
                .query(Long.class)
                .single();
        if (count >= MOST) {
            throw Rejected.invalid("name", "problem.views.many", MOST);
        }
        if (opens) {
            close(viewer, list);
        }
        jdbc.sql("""
                        insert into saved_view (user_id, list, name, name_key, address, shown, opens)
                        values (?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(viewer.value(), list, named, Text.key(named), address, String.join(SEPARATOR, columns), opens)
                .update();
    }

    /**
     * Gives a view of one's own another name.
     *
     * @throws Rejected INVALID when another view has it; NOT_FOUND when it is nobody's or somebody else's
     */
    @Transactional
    public void rename(long id, String name) {
        UserId viewer = own();
        String named = named(name);
        long taken = jdbc.sql("""
                        select count(*) from saved_view v join saved_view o on o.user_id = v.user_id and o.list = v.list
                        where v.id = ? and v.user_id = ? and o.id <> v.id and o.name_key = ?
                        """)
                .params(id, viewer.value(), Text.key(named))
                .query(Long.class)
                .single();
        if (taken > 0) {
            throw Rejected.invalid("name", "problem.view.taken");
        }
        found(jdbc.sql("update saved_view set name = ?, name_key = ? where id = ? and user_id = ?")
                .params(named, Text.key(named), id, viewer.value())
                .update());
    }

    /**
     * Says which view of a list opens when nothing else is asked for.
     *
     * @param id null for none
     */
    @Transactional
    public void open(String list, @Nullable Long id) {
        UserId viewer = own();
        close(viewer, list);
        if (id != null) {
            found(jdbc.sql("update saved_view set opens = true where id = ? and list = ? and user_id = ?")
                    .params(id, list, viewer.value())
                    .update());
        }
    }

    /** Deletes a view of one's own. */
    @Transactional
    public void delete(long id) {
        UserId viewer = own();
        found(jdbc.sql("delete from saved_view where id = ? and user_id = ?")
                .params(id, viewer.value())
                .update());
    }

    private UserId own() {
        return access.requireOwn(Scope.READ).id();
    }

    private void close(UserId viewer, String list) {
        jdbc.sql("update saved_view set opens = false where user_id = ? and list = ?")
                .params(viewer.value(), list)
                .update();
    }

    private static String named(String name) {
        Rejected.Collector problems = new Rejected.Collector();
        String named = problems.field("name", () -> Text.line(name, LONGEST_NAME));
        problems.throwIfAny();
        return Objects.requireNonNull(named);
    }

    private static void found(int changed) {
        if (changed == 0) {
            throw Rejected.notFound();
        }
    }
}
