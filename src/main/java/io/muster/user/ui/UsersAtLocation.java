package io.muster.user.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.kernel.TreePath;
import io.muster.location.LocationRow;
import io.muster.location.LocationTask;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import io.muster.ui.PickOrPaste;
import io.muster.user.UserPlaces;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Many users are assigned to a location. */
@Component
@Order(2)
class UsersAtLocation implements LocationTask {

    private final UserPlaces places;

    UsersAtLocation(UserPlaces places) {
        this.places = places;
    }

    @Override
    public String text() {
        return "location.assign.users";
    }

    @Override
    public boolean isOffered(Actor viewer, TreePath place) {
        return viewer.may(Permission.MANAGE_USERS, viewer.home());
    }

    @Override
    public void open(LocationRow location, Runnable changed) {
        UI ui = UI.getCurrent();
        PickOrPaste<UserPlaces.Assignable> form = new PickOrPaste<>(
                ui.getTranslation("location.assign.users.pick"),
                ui.getTranslation("location.assign.users.paste"),
                query -> places.offered(location.id(), query),
                UserPlaces.Assignable::id,
                user -> user.username() + " · " + user.email());
        new EditorDialog<>(
                        ui.getTranslation("location.assign.users.title", location.name()),
                        ui.getTranslation("location.assign"),
                        form,
                        picked -> {
                            UserPlaces.Summary summary = places.put(
                                    location.id(),
                                    picked.chosen().stream()
                                            .map(UserPlaces.Assignable::id)
                                            .collect(Collectors.toSet()),
                                    picked.pasted());
                            changed.run();
                            Notifications.done(ui.getTranslation(
                                    "location.assign.users.done",
                                    summary.placed(),
                                    location.name(),
                                    summary.there(),
                                    summary.free()));
                        })
                .open();
    }
}
