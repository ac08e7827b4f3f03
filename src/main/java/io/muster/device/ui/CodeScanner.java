package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.util.function.Consumer;

/** Reads a code with the camera, or from a photo. */
@Tag("code-scanner")
@JsModule("context://components/code-scanner.js")
class CodeScanner extends Component {

    /** What codes it looks for. */
    enum Kind {
        /** The QR code of a unit's label. */
        LABEL("label"),
        /** A VIN, in whichever code the maker of the vehicle chose. */
        VIN("vin");

        private final String attribute;

        Kind(String attribute) {
            this.attribute = attribute;
        }
    }

    private static final String CODE = "event.detail.code";

    CodeScanner(Kind kind, Consumer<String> scanned) {
        getElement().setAttribute("kind", kind.attribute);
        getElement().setAttribute("start", getTranslation("scan.start." + kind.attribute));
        getElement().setAttribute("stop", getTranslation("scan.stop"));
        getElement().setAttribute("file", getTranslation("scan.file"));
        getElement().setAttribute("blocked", getTranslation("scan.blocked"));
        getElement().setAttribute("unread", getTranslation("scan.unread"));
        getElement()
                .addEventListener(
                        "code-scanned",
                        event -> scanned.accept(event.getEventData().path(CODE).asString("")))
                .addEventData(CODE);
    }
}
