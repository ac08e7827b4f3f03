package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.customer.Customers;
import io.muster.device.DeviceRow;
import io.muster.device.InstallJobs;
import io.muster.device.InstallPhotos;
import io.muster.device.Installation;
import io.muster.device.Installations;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.DeviceId;
import io.muster.location.Locations;
import io.muster.ui.LiveUpdates;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the steps of an installation, each with the services that it needs. */
@Component
class InstallSteps {

    private final Access access;
    private final UnitClaims claims;
    private final Installations installations;
    private final Vehicles vehicles;
    private final InstallPhotos photos;
    private final InstallPlaces places;
    private final LiveUpdates updates;

    /** Where units can be put. */
    @Component
    record InstallPlaces(Customers customers, Locations locations, InstallJobs jobs) {}

    InstallSteps(
            Access access,
            UnitClaims claims,
            Installations installations,
            Vehicles vehicles,
            InstallPhotos photos,
            InstallPlaces places,
            LiveUpdates updates) {
        this.access = access;
        this.claims = claims;
        this.installations = installations;
        this.vehicles = vehicles;
        this.photos = photos;
        this.places = places;
        this.updates = updates;
    }

    InstallStep scan(Consumer<UnitLabel> next) {
        return new InstallScanStep(claims, next);
    }

    InstallStep place(
            UnitLabel label,
            @Nullable InstallPlace before,
            BiConsumer<DeviceRow, InstallPlace> claimed,
            Consumer<String> notFound) {
        return new InstallPlaceStep(claims, places.customers(), places.locations(), label, before, claimed, notFound);
    }

    /** Whoever came by the link of a job. */
    boolean guest() {
        return access.guest().isPresent();
    }

    InstallStep placeOfJob(UnitLabel label, Consumer<DeviceRow> claimed, Consumer<String> notFound) {
        return new InstallJobStep(claims, places.jobs().own(), label, claimed, notFound);
    }

    InstallStep vehicle(DeviceId device, Consumer<Set<Vehicle.Finding>> next) {
        return new InstallVehicleStep(vehicles, photos, device, next);
    }

    InstallStep check(DeviceId device, Consumer<Installation> next) {
        return new InstallCheckStep(
                installations,
                updates,
                installations.get(device),
                access.actor().preferences(),
                next);
    }

    InstallStep receipt(Installation installation, Runnable next, Runnable undone) {
        return new InstallReceipt(
                installations, vehicles, photos, installation, access.actor().preferences(), next, undone);
    }
}
