package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import org.jspecify.annotations.Nullable;

/** A map on which something is marked. Only where there are maps at all. */
@Tag("place-map")
@JsModule("context://components/place-map.js")
public final class PlaceMap extends Component {

    /** @param label what is to be seen on it, and how it is moved, for those who hear it */
    public PlaceMap(MapTiles tiles, String label) {
        getElement().setAttribute("tiles", tiles.url());
        getElement().setAttribute("credit", tiles.credit());
        getElement().setAttribute("credit-link", tiles.creditLink());
        getElement().setAttribute("label", label);
    }

    /**
     * Marks a position (WGS 84, in degrees).
     *
     * @param accuracyM how far from there it may be, in metres; null when that is not known
     */
    public void mark(double lat, double lon, @Nullable Double accuracyM) {
        getElement().setAttribute("lat", Double.toString(lat));
        getElement().setAttribute("lon", Double.toString(lon));
        if (accuracyM == null) {
            getElement().removeAttribute("accuracy");
        } else {
            getElement().setAttribute("accuracy", Double.toString(accuracyM));
        }
    }

    /**
     * Draws an area.
     *
     * @param json a geofence as the REST interface tells it; null for none
     */
    public void draw(@Nullable String json) {
        if (json == null) {
            getElement().removeAttribute("area");
        } else {
            getElement().setAttribute("area", json);
        }
    }
}
