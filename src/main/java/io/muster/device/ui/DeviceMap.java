package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import io.muster.device.Position;
import io.muster.ui.MapTiles;

/** A map with one position on it. */
@Tag("device-map")
@JsModule("context://components/device-map.js")
class DeviceMap extends Component {

    DeviceMap(MapTiles tiles, String label) {
        getElement().setAttribute("tiles", tiles.url());
        getElement().setAttribute("credit", tiles.credit());
        getElement().setAttribute("credit-link", tiles.creditLink());
        getElement().setAttribute("label", label);
    }

    void show(Position position) {
        getElement().setAttribute("lat", Double.toString(position.lat()));
        getElement().setAttribute("lon", Double.toString(position.lon()));
        Double accuracy = position.accM();
        if (accuracy == null) {
            getElement().removeAttribute("accuracy");
        } else {
            getElement().setAttribute("accuracy", Double.toString(accuracy));
        }
    }
}
