package io.muster.customer;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.access.SightSql;
import java.util.HashMap;
import java.util.Map;

/** How many users, devices and nested customers the customer "c" has for somebody who looks: as many as the lists would show them. */
final class CustomerCounts {

    /** Not a bare 0, which would be a column's number where a list is sorted by it. */
    private static final String NONE = "cast(0 as bigint)";

    private static final String BELOW = "(select count(*) from customer b where b.path > c.path"
            + " and b.path < substring(c.path from 1 for char_length(c.path) - 1) || '/')";

    private final Map<String, Object> parameters = new HashMap<>();
    private final String users;
    private final String devices;
    private final String customers;

    CustomerCounts(Actor viewer) {
        users = where(
                viewer,
                Permission.SEE_USERS,
                "(select count(*) from app_user u where u.customer_id = c.id and u.deleted_at is null)");
        SightSql sight = new SightSql(viewer.sight());
        devices = where(
                viewer,
                Permission.SEE_DEVICES,
                "(select count(*) from device d where d.customer_id = c.id and " + sight.listed() + ")");
        // Those below a customer at or below home are below home.
        customers = viewer.mayBelowHome(Permission.SEE_CUSTOMER) ? BELOW : NONE;
        parameters.putAll(sight.parameters());
    }

    /** The count where the permission holds, and nothing elsewhere. */
    private String where(Actor viewer, Permission permission, String count) {
        if (viewer.mayBelowHome(permission)) {
            return count;
        }
        if (!viewer.may(permission, viewer.home())) {
            return NONE;
        }
        parameters.put("countedAt", viewer.customer().value());
        return "case when c.id = :countedAt then " + count + " else 0 end";
    }

    String users() {
        return users;
    }

    String devices() {
        return devices;
    }

    String customers() {
        return customers;
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
