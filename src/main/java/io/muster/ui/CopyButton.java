package io.muster.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/** Puts a text on the clipboard. */
@Tag("copy-button")
@JsModule("context://components/copy-button.js")
public final class CopyButton extends Component {

    public CopyButton(String value) {
        getElement().setAttribute("value", value);
        getElement().setAttribute("label", getTranslation("action.copy"));
        getElement().setAttribute("done", getTranslation("action.copied"));
    }
}
