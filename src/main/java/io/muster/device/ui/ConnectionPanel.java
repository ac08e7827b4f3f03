package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceSheet;
import io.muster.kernel.UnitId;
import io.muster.ui.CopyButton;
import java.net.URI;

/** What a unit needs to be told to connect, each value with a button that copies it. */
class ConnectionPanel extends Div {

    private static final String AUTOPI = "AutoPi";

    /**
     * The settings of one unit.
     *
     * @param reset button that makes a new password, where the viewer may
     */
    ConnectionPanel(DeviceSheet sheet, Button reset) {
        addClassName("sheet-part");
        UnitId unit = sheet.row().unitId();
        URI broker = sheet.broker();
        Paragraph password = new Paragraph(getTranslation("device.settings.password"));
        password.addClassName("meaning");
        add(
                new H3(getTranslation("device.settings")),
                value("device.settings.host", broker.getHost()),
                value("device.settings.port", Integer.toString(broker.getPort())),
                value("device.credential.username", unit.value()),
                password,
                reset);
        Details autopi = new Details(
                getTranslation("device.settings.autopi"),
                new Paragraph(getTranslation("device.settings.autopi.text")),
                value("device.settings.bridge", bridge(broker, unit, getTranslation("device.settings.secret"))));
        autopi.setOpened(AUTOPI.equals(sheet.row().vendor()));
        add(autopi);
    }

    /** For the bridge of an AutoPi's own broker (MQTT contract, Real units). */
    static String bridge(URI broker, UnitId unit, String password) {
        return """
                connection muster
                address %s:%d
                remote_username %s
                remote_password %s
                remote_clientid %s
                topic # out 1 "" autopi/%s/
                """.formatted(broker.getHost(), broker.getPort(), unit.value(), password, unit.value(), unit.value());
    }

    private Div value(String label, String value) {
        Span name = new Span(getTranslation(label));
        name.addClassName("secret-name");
        Pre text = new Pre(value);
        text.addClassName("secret");
        Div row = new Div(name, text, new CopyButton(value));
        row.addClassName("secret-row");
        return row;
    }
}
