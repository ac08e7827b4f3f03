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
import io.muster.location.GeoJson;
import io.muster.location.Geofence;
import io.muster.location.Locations;
import io.muster.ui.CopyButton;
import io.muster.ui.MapTiles;
import io.muster.ui.Measures;
import io.muster.ui.PlaceMap;
import io.muster.ui.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a device was when it last told, in words and, if there are maps, on one, and whether that is where it is to be. The map
 * stays while the position changes.
 */
class PositionPart extends Div {

    private record Told(
            Position position,
            Vitals vitals,
            @Nullable String location,
            @Nullable Geofence geofence) {}

    private final transient MapTiles tiles;
    private final transient Locations locations;
    private final transient Preferences viewer;
    private final Div words = new Div();
    private @Nullable PlaceMap map;
    private transient @Nullable Told shown;

    PositionPart(MapTiles tiles, Locations locations, Preferences viewer) {
        this.tiles = tiles;
        this.locations = locations;
        this.viewer = viewer;
        addClassName("sheet-part");
        words.addClassName("sheet-position");
        add(new H3(getTranslation("device.position")), words);
        setVisible(false);
    }

    /** What is shown already stays as it is. */
    void show(DeviceRow row, Vitals vitals) {
        Position position = row.position();
        setVisible(position != null);
        Told told = position == null ? null : new Told(position, vitals, row.locationName(), geofence(row));
        if (told == null || told.equals(shown)) {
            return;
        }
        shown = told;
        write(told);
        if (tiles.areThere()) {
            draw(told, row.name());
        }
    }

    private @Nullable Geofence geofence(DeviceRow row) {
        return row.locationId() == null
                ? null
                : locations.geofence(row.locationId()).orElse(null);
    }

    private void write(Told told) {
        Position position = told.position();
        String coordinates = Objects.requireNonNull(ListColumn.coordinates(position));
        Span numbers = new Span(coordinates);
        numbers.addClassName("mono");
        Anchor elsewhere = new Anchor(elsewhere(position), getTranslation("device.position.open"), AnchorTarget.BLANK);
        elsewhere.getElement().setAttribute("rel", "noopener noreferrer");
        words.removeAll();
        words.add(numbers, new CopyButton(coordinates), elsewhere, new Span(details(position, told.vitals())));
        if (told.geofence() != null) {
            boolean inside = told.geofence().contains(position.lat(), position.lon());
            words.add(new Span(getTranslation(
                    inside ? "device.position.inside" : "device.position.outside",
                    Objects.requireNonNull(told.location()))));
        }
        if (told.vitals().positionAt() != null) {
            words.add(Times.ago(told.vitals().positionAt(), viewer, ""));
        }
    }

    private void draw(Told told, String device) {
        PlaceMap on = map;
        if (on == null) {
            on = new PlaceMap(tiles, getTranslation("device.position.map", device));
            map = on;
            addComponentAtIndex(1, on);
        }
        on.mark(told.position().lat(), told.position().lon(), told.position().accM());
        on.draw(told.geofence() == null ? null : GeoJson.text(told.geofence()));
    }

    private String details(Position position, Vitals vitals) {
        List<String> details = new ArrayList<>();
        if (position.accM() != null) {
            details.add(getTranslation("device.position.accuracy", Measures.length(position.accM(), viewer)));
        }
        if (vitals.speedKmh() != null) {
            details.add(Measures.speed(vitals.speedKmh(), viewer));
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
