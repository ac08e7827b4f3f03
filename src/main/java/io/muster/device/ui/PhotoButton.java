package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.server.streams.UploadEvent;
import com.vaadin.flow.server.streams.UploadHandler;
import io.muster.kernel.Rejected;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a photo, and sends it scaled down. */
@Tag("photo-button")
@JsModule("context://components/photo-button.js")
class PhotoButton extends Component {

    private static final Logger LOG = LoggerFactory.getLogger(PhotoButton.class);

    /**
     * A button for one photo.
     *
     * @param mostBytes of which no more is read
     * @param keep      gets what the browser sent, of which nothing is certain
     * @param sent      the photo was kept
     */
    PhotoButton(int mostBytes, Consumer<byte[]> keep, Runnable sent) {
        getElement().setAttribute("target", new Receiver(mostBytes, keep));
        getElement().setAttribute("label", getTranslation("photo.take"));
        getElement().setAttribute("again", getTranslation("photo.again"));
        getElement().setAttribute("busy", getTranslation("photo.busy"));
        getElement().setAttribute("failed", getTranslation("photo.failed"));
        getElement().addEventListener("photo-sent", event -> sent.run());
    }

    /** Tells when a photo is on its way, and when that is over: whoever goes on before would lose it. */
    void whileSending(Consumer<Boolean> busy) {
        getElement().addEventListener("photo-busy", event -> busy.accept(true));
        getElement().addEventListener("photo-over", event -> busy.accept(false));
    }

    private record Receiver(int mostBytes, Consumer<byte[]> keep) implements UploadHandler {

        @Override
        public void handleUploadRequest(UploadEvent event) throws IOException {
            // One byte more than is allowed is enough to know.
            byte[] photo = event.getInputStream().readNBytes(mostBytes + 1);
            try {
                keep.accept(photo);
            } catch (Rejected rejected) {
                LOG.debug("A photo was refused: {}", rejected.problem().key());
                event.reject(rejected.problem().key());
            }
        }

        @Override
        public long getFileSizeMax() {
            return mostBytes;
        }

        @Override
        public long getRequestSizeMax() {
            return mostBytes;
        }
    }
}
