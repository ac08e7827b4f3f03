package io.muster.device.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.muster.device.InstallPhotos;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Preferences;
import io.muster.ui.Times;
import java.io.ByteArrayInputStream;

/** The photos that were taken when the unit was built in. Each is asked for anew, with the rights of the moment. */
class PhotosPart extends Div {

    PhotosPart(InstallPhotos photos, DeviceId device, Preferences viewer) {
        addClassName("sheet-part");
        Div all = new Div();
        all.addClassName("sheet-photos");
        photos.taken(device).forEach(taken -> {
            String words = getTranslation("device.photo", taken.by(), Times.exact(taken.at(), viewer));
            Image image = new Image(handler(photos, device, taken), words);
            image.getElement().setAttribute("loading", "lazy");
            Anchor whole = new Anchor(handler(photos, device, taken), "");
            whole.add(image);
            whole.setTarget("_blank");
            Span caption = new Span(words);
            caption.addClassName("faint");
            all.add(new Div(whole, caption));
        });
        add(new H3(getTranslation("device.photos")), all);
        setVisible(all.getComponentCount() > 0);
    }

    private static DownloadHandler handler(InstallPhotos photos, DeviceId device, InstallPhotos.Taken taken) {
        return DownloadHandler.fromInputStream(download -> photos.of(device, taken.installation())
                        .map(jpeg -> new DownloadResponse(
                                new ByteArrayInputStream(jpeg), "photo-of-the-unit.jpg", "image/jpeg", jpeg.length))
                        .orElseGet(() -> DownloadResponse.error(404)))
                .inline();
    }
}
