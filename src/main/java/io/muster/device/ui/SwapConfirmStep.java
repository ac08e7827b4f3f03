package io.muster.device.ui;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.device.DeviceRow;
import io.muster.device.Swaps;
import io.muster.device.UnitLabel;
import io.muster.device.UnitUse;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says which unit goes out and which one comes in, and what that means; then it is done. */
class SwapConfirmStep extends InstallStep {

    private final Checkbox takenOut = new Checkbox(getTranslation("device.swap.use.confirm"));

    /**
     * The step.
     *
     * @param use      what the successor is already, null for a spare one: it is not taken out of there without a question
     * @param swapped  takes the unit that is in the place now, and whether its vehicle is known
     * @param notFound one of the labels holds no more; says why
     */
    SwapConfirmStep(
            Swaps swaps,
            Swaps.Outgoing old,
            UnitLabel successor,
            @Nullable UnitUse use,
            Preferences viewer,
            BiConsumer<DeviceRow, Boolean> swapped,
            Consumer<String> notFound) {
        super(3, "install.swap.confirm");
        InstallFacts facts = new InstallFacts()
                .with("install.swap.out", old.label().unit().shown())
                .with("install.swap.in", successor.unit().shown())
                .with("device.name", old.name())
                .with("device.customer", old.customerName())
                .with("device.location", old.locationName())
                .with(
                        "install.receipt.vehicle",
                        old.vehicle() == null ? null : InstallReceipt.words(old.vehicle(), viewer));
        add(facts, new Paragraph(getTranslation("install.swap.text")));
        if (use != null) {
            warn(getTranslation("install.swap.use", successor.unit().shown()), use, viewer);
            add(takenOut);
        }
        primary(getTranslation("install.swap.do"), () -> {
            if (use != null && !takenOut.getValue()) {
                throw Rejected.invalid(null, "install.swap.use.required");
            }
            byLabel(() -> swapped.accept(swaps.swap(old.label(), successor), old.vehicle() != null), notFound);
        });
    }
}
