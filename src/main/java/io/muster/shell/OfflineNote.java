package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import java.util.List;

/** Sends what waits on the phone and says so, or that there is no network, and leads to the page that works without one. */
@Tag("offline-note")
@JsModule("context://components/offline-note.js")
class OfflineNote extends Component {

    private static final List<String> TEXTS = List.of(
            "none",
            "go",
            "waiting",
            "waiting-one",
            "sent",
            "sent-one",
            "refused",
            "refused-one",
            "photos",
            "photos-one",
            "look");

    OfflineNote() {
        TEXTS.forEach(text -> getElement().setAttribute(text, getTranslation("offline.note." + text)));
        for (String text : List.of("gone", "large")) {
            getElement().setAttribute(text, getTranslation("offline.photo." + text));
        }
    }
}
