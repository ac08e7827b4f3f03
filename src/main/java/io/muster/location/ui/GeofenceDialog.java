package io.muster.location.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.muster.kernel.Preferences;
import io.muster.location.GeoJson;
import io.muster.location.Geofence;
import io.muster.ui.CopyButton;
import io.muster.ui.MapTiles;
import io.muster.ui.Measures;
import io.muster.ui.PlaceMap;
import java.util.Locale;

/** Shows the geofence of a location, in words and, if there are maps, on one. */
class GeofenceDialog extends Dialog {

    GeofenceDialog(String location, Geofence geofence, Preferences viewer, MapTiles tiles) {
        setHeaderTitle(getTranslation("location.geofence.of", location));
        addClassName("editor-dialog");
        setDraggable(true);
        Geofence.Point middle = geofence.middle();
        Anchor elsewhere = new Anchor(elsewhere(middle), getTranslation("location.geofence.open"), AnchorTarget.BLANK);
        elsewhere.getElement().setAttribute("rel", "noopener noreferrer");
        Div text = new Div(
                new Span(getTranslation("location.geofence.around", words(this, geofence, viewer), middle)),
                new CopyButton(middle.toString()),
                elsewhere);
        text.addClassName("sheet-position");
        if (tiles.areThere()) {
            PlaceMap map = new PlaceMap(tiles, getTranslation("location.geofence.map"));
            map.draw(GeoJson.text(geofence));
            add(map);
        }
        add(text);
        getFooter().add(new Button(getTranslation("action.close"), click -> close()));
    }

    /** {@code Circle, 250 m}. */
    static String words(Component here, Geofence geofence, Preferences viewer) {
        return switch (geofence) {
            case Geofence.Circle circle ->
                here.getTranslation("location.geofence.circle", Measures.length(circle.radiusM(), viewer));
            case Geofence.Polygon polygon -> here.getTranslation("location.geofence.polygon", polygon.points());
        };
    }

    private static String elsewhere(Geofence.Point point) {
        return String.format(
                Locale.ROOT,
                "https://www.openstreetmap.org/?mlat=%1$.5f&mlon=%2$.5f#map=14/%1$.5f/%2$.5f",
                point.lat(),
                point.lon());
    }
}
