package io.muster.device.ui;

import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Paragraph;
import io.muster.device.DeviceRow;
import io.muster.device.InstallJob;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.kernel.Rejected;
import java.util.function.Consumer;

/** In place of {@link InstallPlaceStep} for whoever came by the link of a job: that says where, and there is no choice. */
class InstallJobStep extends InstallStep {

    InstallJobStep(
            UnitClaims claims,
            InstallJob job,
            UnitLabel label,
            Consumer<DeviceRow> claimed,
            Consumer<String> notFound) {
        super(2, "install.place.title");
        Paragraph unit = new Paragraph(label.unit().shown());
        unit.addClassNames("install-unit", "mono");
        DescriptionList facts = new DescriptionList();
        facts.addClassName("install-facts");
        facts.add(
                new DescriptionList.Term(getTranslation("device.customer")),
                new DescriptionList.Description(job.customerName()));
        if (job.locationName() != null) {
            facts.add(
                    new DescriptionList.Term(getTranslation("device.location")),
                    new DescriptionList.Description(job.locationName()));
        }
        add(unit, facts, new Paragraph(getTranslation("install.job.left", job.left())));
        primary(getTranslation("install.place.claim"), () -> {
            try {
                claimed.accept(claims.claim(label.unit(), label.code(), job.customerId(), null));
            } catch (Rejected rejected) {
                if (rejected.kind() != Rejected.Kind.NOT_FOUND) {
                    throw rejected;
                }
                notFound.accept(words(rejected));
            }
        });
    }
}
