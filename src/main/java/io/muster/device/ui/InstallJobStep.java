package io.muster.device.ui;

import com.vaadin.flow.component.html.Paragraph;
import io.muster.device.DeviceRow;
import io.muster.device.InstallJob;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.device.UnitUse;
import io.muster.kernel.Preferences;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** In place of {@link InstallPlaceStep} for whoever came by the link of a job: that says where, and there is no choice. */
class InstallJobStep extends InstallStep {

    InstallJobStep(
            UnitClaims claims,
            InstallJob job,
            UnitLabel label,
            @Nullable UnitUse use,
            Preferences viewer,
            Consumer<DeviceRow> claimed,
            Consumer<String> notFound) {
        super(2, "install.place.title");
        Paragraph unit = new Paragraph(label.unit().shown());
        unit.addClassNames("install-unit", "mono");
        InstallFacts facts = new InstallFacts()
                .with("device.customer", job.customerName())
                .with("device.location", job.locationName());
        add(unit);
        if (use != null) {
            warn(getTranslation("install.place.use"), use, viewer);
        }
        add(facts, new Paragraph(getTranslation("install.job.left", job.left())));
        primary(
                getTranslation("install.place.claim"),
                () -> byLabel(
                        () -> claimed.accept(claims.claim(label.unit(), label.code(), job.customerId(), null)),
                        notFound));
    }
}
