package io.muster.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** Says that there is no network, or that units wait on the phone, and leads to the page that works without one. */
@Tag("offline-note")
@JsModule("context://components/offline-note.js")
class OfflineNote extends Component {

    OfflineNote() {
        for (String text : new String[] {"none", "go", "waiting", "send"}) {
            getElement().setAttribute(text, getTranslation("offline.note." + text));
        }
    }
}
