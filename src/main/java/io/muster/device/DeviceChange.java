package io.muster.device;

import io.muster.access.Permission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody enters about a device at the desk, all of it together.
 *
 * @param vehicle null when it is built into none
 * @param tags    all that it is to have
 * @param parts   which of these are meant, at least one; the others stay as they are
 */
public record DeviceChange(DeviceData data, @Nullable Vehicle vehicle, Set<Tag> tags, Set<Part> parts) {

    /** Something about a device that is entered by itself, and by whom. */
    public enum Part {
        DATA(Permission.EDIT_DEVICE),
        VEHICLE(Permission.EDIT_VEHICLE),
        TAGS(Permission.EDIT_DEVICE);

        private final Permission permission;

        Part(Permission permission) {
            this.permission = permission;
        }

        Permission permission() {
            return permission;
        }
    }

    public DeviceChange {
        tags = Set.copyOf(tags);
        parts = Set.copyOf(parts);
    }
}
