package io.muster.device.ui;

import com.vaadin.flow.component.html.DescriptionList;
import io.muster.device.UnitUse;
import io.muster.kernel.Preferences;
import io.muster.ui.Times;
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

    /** What a unit is already, in so far as whoever asks may know. */
    static InstallFacts of(UnitUse use, Preferences viewer) {
        return new InstallFacts()
                .with("install.use.name", use.name())
                .with(
                        "install.receipt.vehicle",
                        use.vehicle() == null ? null : InstallReceipt.words(use.vehicle(), viewer))
                .with("device.customer", use.customerName())
                .with("device.location", use.locationName())
                .with("install.use.heard", use.lastSeenAt() == null ? null : Times.exact(use.lastSeenAt(), viewer));
    }
}
