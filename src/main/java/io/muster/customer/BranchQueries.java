package io.muster.customer;

import io.muster.kernel.CustomerId;
import io.muster.kernel.TreePath;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tree by its branches: what is in one, who looks down on it, and how it is moved. */
@Repository
class BranchQueries {

    private final JdbcClient jdbc;

    BranchQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What a branch has in all, the customer at its foot not counted. */
    record Size(long customers, long users, long devices) {}

    Size size(TreePath branch) {
        return jdbc.sql("""
                        select (select count(*) from customer c where c.path > :path and c.path < :end) as customers,
                               (select count(*) from app_user u join customer c on c.id = u.customer_id
                                where c.path >= :path and c.path < :end and u.deleted_at is null) as users,
                               (select count(*) from device d join customer c on c.id = d.customer_id
                                where c.path >= :path and c.path < :end) as devices
                        """)
                .param("path", branch.value())
                .param("end", branch.end())
                .query((row, number) ->
                        new Size(row.getLong("customers"), row.getLong("users"), row.getLong("devices")))
                .single();
    }

    /** Active users of these customers who see what is nested below them. */
    long lookers(List<CustomerId> customers) {
        if (customers.isEmpty()) {
            return 0;
        }
        return jdbc.sql("""
                        select count(*) from app_user u
                        where u.customer_id in (:ids) and u.active and u.deleted_at is null
                          and (u.expires_at is null or u.expires_at > current_timestamp) and exists
                              (select 1 from user_group g where g.user_id = u.id and g.group_name <> 'INSTALLER')
                        """)
                .param("ids", customers.stream().map(CustomerId::value).toList())
                .query(Long.class)
                .single();
    }

    /** How many levels a branch has, its foot included. */
    int levels(TreePath branch) {
        return jdbc.sql("""
                        select max(char_length(path) - char_length(replace(path, '.', ''))) from customer
                        where path >= :path and path < :end
                        """)
                        .param("path", branch.value())
                        .param("end", branch.end())
                        .query(Integer.class)
                        .single()
                - branch.depth()
                + 1;
    }

    /** Moves a customer with everything below it, by one statement. */
    void move(TreePath branch, TreePath parent) {
        CustomerId foot = branch.customer();
        jdbc.sql("""
                        update customer set path = :to || substring(path from :rest), version = version + 1,
                               parent_id = case when id = :foot then :parent else parent_id end
                        where path >= :path and path < :end
                        """)
                .param("to", parent.child(foot).value())
                .param("rest", branch.value().length() + 1)
                .param("foot", foot.value())
                .param("parent", parent.customer().value())
                .param("path", branch.value())
                .param("end", branch.end())
                .update();
    }

    /** Moves everything below a customer to the one above it, by one statement. */
    void moveNested(TreePath from, TreePath to) {
        jdbc.sql("""
                        update customer set path = :to || substring(path from :rest), version = version + 1,
                               parent_id = case when parent_id = :from then :parent else parent_id end
                        where path > :path and path < :end
                        """)
                .param("to", to.value())
                .param("rest", from.value().length() + 1)
                .param("from", from.customer().value())
                .param("parent", to.customer().value())
                .param("path", from.value())
                .param("end", from.end())
                .update();
    }

    /** Customers right below another one. */
    List<Customers.Step> children(CustomerId parent) {
        return jdbc.sql("select id, name from customer where parent_id = :parent order by name, id")
                .param("parent", parent.value())
                .query((row, number) -> new Customers.Step(new CustomerId(row.getLong("id")), row.getString("name")))
                .list();
    }
}
