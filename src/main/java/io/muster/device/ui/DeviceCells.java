package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceRow;
import io.muster.kernel.Preferences;
import io.muster.ui.Times;

/** How the parts of a device are shown, in columns and on cards alike. */
final class DeviceCells {

    private final Component texts;
    private final Preferences viewer;

    /**
     * The cells of a page.
     *
     * @param texts component of the page, which knows the language
     */
    DeviceCells(Component texts, Preferences viewer) {
        this.texts = texts;
        this.viewer = viewer;
    }

    Component lastSeen(DeviceRow row) {
        return row.seen() ? Times.ago(row.lastSeenAt(), viewer, text("device.never")) : new Span();
    }

    /** The customer, and after it the location. */
    String whose(DeviceRow row) {
        String customer = row.customerName() == null ? text("device.nobody") : row.customerName();
        return row.locationName() == null ? customer : customer + " · " + row.locationName();
    }

    /** A device that nobody has named is known by its unit id, which has a place of its own. */
    static boolean isNamed(DeviceRow row) {
        return !row.name().equals(row.unitId().value());
    }

    Component name(DeviceRow row) {
        Span name = new Span(isNamed(row) ? row.name() : text("device.unnamed"));
        name.getElement()
                .setAttribute("title", isNamed(row) ? row.name() : row.unitId().shown());
        if (!isNamed(row)) {
            name.addClassName("faint");
        }
        return name;
    }

    Component unitId(DeviceRow row) {
        Span id = new Span(row.unitId().shown());
        id.addClassName("mono");
        id.getElement().setAttribute("title", row.unitId().shown());
        return id;
    }

    Component state(DeviceRow row) {
        Span badge = new Span(text("deviceState." + row.state()));
        String theme = switch (row.state()) {
            case ACCEPTED -> "badge success";
            case UNCLAIMED, PENDING -> "badge warning";
            case DENIED -> "badge error";
            case DECOMMISSIONED, REPLACED -> "badge contrast";
        };
        badge.getElement().getThemeList().add(theme);
        return badge;
    }

    Component presence(DeviceRow row) {
        if (!row.seen()) {
            return new Span();
        }
        if (row.lastSeenAt() == null) {
            Span never = new Span(text("device.neverSeen"));
            never.addClassName("faint");
            return never;
        }
        String key = row.asleep() ? "device.asleep" : row.online() ? "device.online" : "device.offline";
        Span dot = new Span();
        dot.addClassNames("dot", row.online() && !row.asleep() ? "online" : "offline");
        dot.getElement().setAttribute("aria-hidden", "true");
        return new Span(dot, new Span(text(key)));
    }

    private String text(String key) {
        return texts.getTranslation(key);
    }
}
