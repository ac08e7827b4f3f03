package io.muster.user.ui;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.ListQuery;
import io.muster.ui.Finder;
import io.muster.ui.Places;
import io.muster.user.Users;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Users, for the search over everything. */
@Component
@Order(2)
class UserFinder implements Finder {

    private final Users users;

    UserFinder(Users users) {
        this.users = users;
    }

    @Override
    public String title() {
        return "tab.users";
    }

    @Override
    public List<Found> find(Actor viewer, String text) {
        if (!viewer.may(Permission.SEE_USERS, viewer.home())) {
            return List.of();
        }
        ListQuery query = new ListQuery(text, List.of(), MOST, 0, null);
        return users.list(viewer.customer(), query).items().stream()
                .map(row -> new Found(
                        row.username(),
                        row.email() + " · " + row.customerName(),
                        Places.tab(row.customerId(), "users")))
                .toList();
    }
}
