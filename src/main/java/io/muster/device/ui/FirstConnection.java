package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import io.muster.device.Credential;
import io.muster.ui.ShownOnce;
import java.net.URI;
import java.util.List;

/** How a unit that was just registered connects: its password, and a line that tries it out. */
final class FirstConnection {

    private FirstConnection() {}

    static void show(Credential credential) {
        UI ui = UI.getCurrent();
        ShownOnce shown = new ShownOnce(
                        ui.getTranslation(
                                "device.credential.title", credential.username().shown()),
                        ui.getTranslation("device.credential.text"))
                .with(ui.getTranslation("device.credential.url"), credential.url())
                .with(
                        ui.getTranslation("device.credential.username"),
                        credential.username().value())
                .with(ui.getTranslation("device.credential.password"), credential.password())
                .with(ui.getTranslation("device.credential.claimCode"), credential.claimCode())
                .with(ui.getTranslation("device.credential.try"), command(credential));
        shown.add(new LabelSheet(List.of(credential)));
        shown.open();
    }

    /** A first announcement by the command line client that comes with Mosquitto. */
    static String command(Credential credential) {
        URI url = URI.create(credential.url());
        String unit = credential.username().value();
        // Inside double quotes of the shell, so that it fills in the time.
        String announcement = """
                {\"v\":1,\"msgId\":\"try-$(date +%s)\",\"unitId\":\"UNIT\",\"ts\":\"$(date -u +%FT%T.000Z)\",\
                \"bootId\":\"boot-$(date +%s)\",\"seq\":0,\"fw\":{\"version\":\"1.0\"}}""".replace("UNIT", unit).replace("\"", "\\\"");
        return "mosquitto_pub -h " + url.getHost() + " -p " + url.getPort() + " -q 1 -u " + unit + " -P '"
                + credential.password() + "' -t muster/v1/" + unit + "/announce -m \"" + announcement + "\"";
    }
}
