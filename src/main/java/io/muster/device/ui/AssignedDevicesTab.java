package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceAssignments;
import io.muster.kernel.UserId;
import io.muster.ui.UserTab;

/** The devices of a user, in the dialog of the user. */
@org.springframework.stereotype.Component
class AssignedDevicesTab implements UserTab {

    private final DeviceAssignments assignments;

    AssignedDevicesTab(DeviceAssignments assignments) {
        this.assignments = assignments;
    }

    @Override
    public String text() {
        return "assign.devices";
    }

    @Override
    public boolean isOffered(Actor viewer) {
        return viewer.may(Permission.MANAGE_USERS, viewer.home());
    }

    @Override
    public Component content(UserId user) {
        return new AssignedDevices(assignments, user);
    }
}
