package io.muster.device.ui;

import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.device.DeviceRow;
import io.muster.device.Swaps;
import io.muster.device.UnitLabel;
import io.muster.kernel.Rejected;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Says which unit goes out and which one comes in, and what that means; then it is done. */
class SwapConfirmStep extends InstallStep {

    private final DescriptionList facts = new DescriptionList();

    /**
     * The step.
     *
     * @param swapped  takes the unit that is in the place now, and whether its vehicle is known
     * @param notFound one of the labels holds no more; says why
     */
    SwapConfirmStep(
            Swaps swaps,
            Swaps.Outgoing old,
            UnitLabel successor,
            BiConsumer<DeviceRow, Boolean> swapped,
            Consumer<String> notFound) {
        super(3, "install.swap.confirm");
        facts.addClassName("install-facts");
        fact("install.swap.out", old.label().unit().shown());
        fact("install.swap.in", successor.unit().shown());
        fact("device.name", old.name());
        fact("device.customer", old.customerName());
        fact("device.location", old.locationName());
        if (old.vehicle() != null) {
            fact("install.receipt.vehicle", InstallReceipt.words(this, old.vehicle()));
        }
        add(facts, new Paragraph(getTranslation("install.swap.text")));
        primary(getTranslation("install.swap.do"), () -> {
            try {
                swapped.accept(swaps.swap(old.label(), successor), old.vehicle() != null);
            } catch (Rejected rejected) {
                if (rejected.kind() != Rejected.Kind.NOT_FOUND) {
                    throw rejected;
                }
                notFound.accept(words(rejected));
            }
        });
    }

    private void fact(String key, @Nullable String value) {
        if (value != null) {
            facts.add(new DescriptionList.Term(getTranslation(key)), new DescriptionList.Description(value));
        }
    }
}
