package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.muster.device.DeviceHints.Hint;
import io.muster.device.DeviceRow;
import io.muster.device.UnitState;
import io.muster.device.Vehicle;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Preferences;
import io.muster.ui.Places;
import io.muster.ui.Times;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        String customer = customer(row);
        return row.locationName() == null ? customer : customer + " · " + row.locationName();
    }

    /** A text that is read in full on hover, where there is no room for it. */
    Component line(String text) {
        Span line = new Span(text);
        line.getElement().setAttribute("title", text);
        return line;
    }

    Component created(DeviceRow row) {
        return Times.ago(row.createdAt(), viewer, "");
    }

    String customer(DeviceRow row) {
        return row.customerName() == null ? text("device.nobody") : row.customerName();
    }

    /** Plate and vehicle; empty for none. */
    static String vehicle(DeviceRow row) {
        Vehicle vehicle = row.vehicle();
        return vehicle == null
                ? ""
                : Stream.of(Objects.requireNonNullElse(vehicle.plate(), ""), vehicle.title())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" · "));
    }

    /** Whose it may be, and after it why. */
    Component likely(Hint hint) {
        String why = texts.getTranslation("device.likely." + hint.reason(), hint.detail());
        Span reason = new Span(why);
        reason.addClassName("faint");
        Div cell = new Div(new Span(hint.customerName()), reason);
        cell.addClassName("row-facts");
        cell.getElement().setAttribute("title", hint.customerName() + ": " + why);
        return cell;
    }

    Component tags(DeviceRow row) {
        Div tags = new Div();
        tags.addClassName("badges");
        row.tags().forEach(tag -> {
            Span badge = new Span(tag);
            badge.getElement().getThemeList().add("badge contrast");
            badge.getElement().setAttribute("title", tag);
            tags.add(badge);
        });
        return tags;
    }

    /** Key of the text of its state. */
    static String stateKey(DeviceRow row) {
        boolean expected = row.state() == UnitState.PENDING && !row.waiting();
        return expected ? "deviceState.EXPECTED" : "deviceState." + row.state();
    }

    /** Key of the text that says whether it is there. */
    static String presenceKey(DeviceRow row) {
        if (row.lastSeenAt() == null) {
            return "device.neverSeen";
        }
        return row.asleep() ? "device.asleep" : row.online() ? "device.online" : "device.offline";
    }

    /** The name, which opens the device's page. */
    Component link(DeviceRow row, CustomerId from) {
        return link(row, from, name(row));
    }

    Component link(DeviceRow row, CustomerId from, Component shown) {
        Anchor link = new Anchor(Places.device(from, row.id()), shown);
        link.getElement().setAttribute("router-link", true);
        return link;
    }

    /** The name. A device that nobody has named is known by its unit id, which has a place of its own. */
    Component name(DeviceRow row) {
        Span name = new Span(row.isNamed() ? row.name() : text("device.unnamed"));
        name.getElement().setAttribute("title", row.name());
        if (!row.isNamed()) {
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
        Span badge = new Span(text(stateKey(row)));
        String theme = switch (row.state()) {
            case ACCEPTED -> "badge success";
            case UNCLAIMED, PENDING -> "badge warning";
            case DENIED -> "badge error";
            case DECOMMISSIONED, REPLACED -> "badge contrast";
        };
        badge.getElement().getThemeList().add(theme);
        if (row.replacedBy() != null) {
            badge.getElement()
                    .setAttribute(
                            "title",
                            texts.getTranslation(
                                    "device.replacedBy", row.replacedBy().shown()));
        }
        if (row.alerts().isEmpty()) {
            return badge;
        }
        Div cell = new Div(badge, alerts(row));
        cell.addClassName("row-facts");
        return cell;
    }

    /** A mark with the number of alerts, and all of them in words. */
    private Component alerts(DeviceRow row) {
        String words = row.alerts().stream()
                .sorted()
                .map(alert -> text("alert." + alert))
                .collect(Collectors.joining(" "));
        Icon mark = VaadinIcon.WARNING.create();
        mark.addClassName("alert-mark");
        mark.getElement().setAttribute("role", "img");
        mark.getElement().setAttribute("aria-label", words);
        mark.setTooltipText(words);
        return mark;
    }

    /** How wrong the unit's clock is, when that is worth a word. */
    private Component clock(long skewS) {
        String words = clockWords(skewS);
        Icon mark = VaadinIcon.CLOCK.create();
        mark.addClassName("alert-mark");
        mark.getElement().setAttribute("role", "img");
        mark.getElement().setAttribute("aria-label", words);
        mark.setTooltipText(words);
        return mark;
    }

    String clockWords(long skewS) {
        Duration skew = Duration.ofSeconds(Math.abs(skewS));
        String much = skew.toDays() > 0
                ? texts.getTranslation("device.clock.days", skew.toDays())
                : texts.getTranslation("device.clock.minutes", skew.toMinutes());
        return texts.getTranslation(skewS > 0 ? "device.clock.ahead" : "device.clock.behind", much);
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
        Span dot = new Span();
        dot.addClassNames("dot", row.online() && !row.asleep() ? "online" : "offline");
        dot.getElement().setAttribute("aria-hidden", "true");
        Span presence = new Span(dot, new Span(text(presenceKey(row))));
        if (row.clockSkewS() != null) {
            presence.add(clock(row.clockSkewS()));
        }
        return presence;
    }

    private String text(String key) {
        return texts.getTranslation(key);
    }
}
