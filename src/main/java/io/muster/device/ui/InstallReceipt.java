package io.muster.device.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import io.muster.device.Checkup;
import io.muster.device.InstallPhotos;
import io.muster.device.Installation;
import io.muster.device.Installations;
import io.muster.device.Swaps;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.Change;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.ui.LiveUpdates;
import io.muster.ui.Measures;
import io.muster.ui.Times;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was installed where, when and by whom; and the way back. */
class InstallReceipt extends InstallStep {

    private final InstallFacts facts = new InstallFacts();

    private final transient Installations installations;
    private final transient Installation installation;
    private final transient DeviceId device;
    private final transient Clock clock;
    private final Button undo;
    private final Paragraph undoText;
    private boolean verified;

    InstallReceipt(
            Installations installations,
            Vehicles vehicles,
            InstallPhotos photos,
            LiveUpdates updates,
            Clock clock,
            Installation installation,
            Preferences viewer,
            Runnable next,
            Consumer<String> undone) {
        super(0, "install.receipt.unverified");
        this.installations = installations;
        this.installation = installation;
        this.clock = clock;
        device = installation.device();
        verified = installation.outcome() == Installation.Outcome.VERIFIED;
        facts.with("device.unitId", installation.unit().shown());
        facts.with(
                "install.receipt.replaces",
                installation.replaces() == null ? null : installation.replaces().shown());
        facts.with("device.name", installation.name());
        facts.with("device.customer", installation.customerName());
        facts.with("device.location", installation.locationName());
        vehicles.installed(device).ifPresent(vehicle -> facts.with("install.receipt.vehicle", words(vehicle, viewer)));
        facts.with("install.receipt.when", Times.exact(installation.beganAt(), viewer));
        facts.with("install.receipt.by", installation.installedBy());
        add(facts);
        if (photos.installed(device).isPresent()) {
            add(photo(photos, device));
        }
        primary(getTranslation("install.receipt.next"), next);
        undo = other(getTranslation("install.receipt.undo"), () -> {
            undone.accept(installations.undo(device).map(this::told).orElseGet(() -> getTranslation("install.undone")));
        });
        undoText = new Paragraph(
                getTranslation("install.receipt.undo.text", Times.exact(installation.undoUntil(), viewer)));
        add(undoText);
        updates.follow(this, installation.place(), Set.of(Change.Kind.DEVICE), this::refresh);
        updates.at(this, Stream.of(installation.undoUntil()), this::refresh);
        refresh();
    }

    /** The unit may announce itself after its installer has left it, and the office may decide something else about it. */
    private void refresh() {
        try {
            Checkup checkup = installations.checkup(device);
            if (checkup.ended()) {
                over(getTranslation("install.cause." + Checkup.Cause.ENDED));
                return;
            }
            if (checkup.announced() && !verified) {
                installations.finish(device);
                verified = true;
                say(getTranslation("install.receipt.announced"));
            }
            stands(verified ? "verified" : "unverified", true);
            tell(checkup.otherVin() ? getTranslation("vehicle.finding." + Vehicle.Finding.OTHER_VIN_TOLD) : null);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.SIGNED_OUT) {
                throw rejected;
            }
            over(wordsOfInstalled(rejected));
        }
    }

    private void over(String why) {
        say(null);
        stands("over", false);
        tell(why);
    }

    private void stands(String how, boolean there) {
        retitle(there ? "install.receipt." + how : "install.over");
        removeClassNames("verified", "unverified", "over");
        addClassName(how);
        boolean undoable = there && installation.isUndoable(clock.instant());
        undo.setVisible(undoable);
        undoText.setVisible(undoable);
    }

    private String told(Swaps.Undone undone) {
        return getTranslation(
                undone.signsIn() ? "install.swap.undone" : "install.swap.undone.password",
                undone.unit().shown());
    }

    private static Image photo(InstallPhotos photos, DeviceId device) {
        Image image = new Image(
                DownloadHandler.fromInputStream(download -> photos.installed(device)
                        .map(jpeg -> new DownloadResponse(
                                new ByteArrayInputStream(jpeg), "photo-of-the-unit.jpg", "image/jpeg", jpeg.length))
                        .orElseGet(() -> DownloadResponse.error(404))),
                "");
        image.setAlt(image.getTranslation("install.receipt.photo"));
        image.addClassName("install-photo");
        return image;
    }

    /** A vehicle in one line. */
    static String words(Vehicle vehicle, Preferences viewer) {
        return Stream.of(
                        vehicle.plate(),
                        vehicle.make(),
                        vehicle.model(),
                        vehicle.vin() == null ? null : vehicle.vin().value(),
                        vehicle.odometerKm() == null ? null : Measures.distance(vehicle.odometerKm(), viewer))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" · "));
    }
}
