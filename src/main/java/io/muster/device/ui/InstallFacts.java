package io.muster.device.ui;

import com.vaadin.flow.component.html.DescriptionList;
import org.jspecify.annotations.Nullable;

/** What an installer is to read before, or after, something is done: one under the other, in large letters. */
class InstallFacts extends DescriptionList {

    InstallFacts() {
        addClassName("install-facts");
    }

    /**
     * Adds a fact; nothing when it is not known.
     *
     * @param key of the text that says what it is
     */
    InstallFacts with(String key, @Nullable String value) {
        if (value != null) {
            add(new Term(getTranslation(key)), new Description(value));
        }
        return this;
    }
}
