package io.muster.device.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceRow;
import io.muster.device.Position;
import io.muster.device.Vitals;
import io.muster.kernel.Preferences;
import io.muster.ui.CopyButton;
import io.muster.ui.MapTiles;
import io.muster.ui.PlaceMap;
import io.muster.ui.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a device was when it last told, in words and, if there are maps, on one. The map stays while the position changes. */
class PositionPart extends Div {

    private final transient MapTiles tiles;
    private final transient Preferences viewer;
    private final Div words = new Div();
    private @Nullable PlaceMap map;

    PositionPart(MapTiles tiles, Preferences viewer) {
        this.tiles = tiles;
        this.viewer = viewer;
        addClassName("sheet-part");
        words.addClassName("sheet-position");
        add(new H3(getTranslation("device.position")), words);
        setVisible(false);
    }

    void show(DeviceRow row, Vitals vitals) {
        Position position = row.position();
        setVisible(position != null);
        if (position == null) {
            return;
        }
        String coordinates = Objects.requireNonNull(ListColumn.coordinates(position));
        Span numbers = new Span(coordinates);
        numbers.addClassName("mono");
        Anchor elsewhere = new Anchor(elsewhere(position), getTranslation("device.position.open"), AnchorTarget.BLANK);
        elsewhere.getElement().setAttribute("rel", "noopener noreferrer");
        words.removeAll();
        words.add(numbers, new CopyButton(coordinates), elsewhere, new Span(details(position, vitals)));
        if (vitals.positionAt() != null) {
            words.add(Times.ago(vitals.positionAt(), viewer, ""));
        }
        if (tiles.areThere()) {
            PlaceMap shown = map;
            if (shown == null) {
                shown = new PlaceMap(tiles, getTranslation("device.position.map", row.name()));
                map = shown;
                addComponentAtIndex(1, shown);
            }
            shown.mark(position.lat(), position.lon(), position.accM());
        }
    }

    private String details(Position position, Vitals vitals) {
        boolean miles = viewer.units() == Preferences.UnitSystem.IMPERIAL;
        List<String> details = new ArrayList<>();
        if (position.accM() != null) {
            details.add(getTranslation("device.position.accuracy", Math.round(position.accM())));
        }
        if (vitals.speedKmh() != null) {
            details.add(
                    miles
                            ? getTranslation("device.mph", vitals.speedKmh() * DeviceFacts.MILES)
                            : getTranslation("device.kmh", vitals.speedKmh()));
        }
        return String.join(" · ", details);
    }

    private static String elsewhere(Position position) {
        return String.format(
                Locale.ROOT,
                "https://www.openstreetmap.org/?mlat=%1$.5f&mlon=%2$.5f#map=16/%1$.5f/%2$.5f",
                position.lat(),
                position.lon());
    }
}
