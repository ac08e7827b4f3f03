package io.muster.device.ui;

import io.muster.access.Access;
import io.muster.customer.Customers;
import io.muster.device.DeviceRow;
import io.muster.device.InstallJobs;
import io.muster.device.InstallPhotos;
import io.muster.device.Installation;
import io.muster.device.Installations;
import io.muster.device.Swaps;
import io.muster.device.UnitClaims;
import io.muster.device.UnitLabel;
import io.muster.device.UnitUse;
import io.muster.device.Vehicle;
import io.muster.device.Vehicles;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.location.Locations;
import io.muster.ui.LiveUpdates;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the steps of an installation, each with the services that it needs. */
@Component
class InstallSteps {

    private final Access access;
    private final UnitClaims claims;
    private final Swaps swaps;
    private final Installations installations;
    private final Vehicles vehicles;
    private final InstallPhotos photos;
    private final InstallPlaces places;
    private final LiveUpdates updates;
    private final Clock clock;

    /** Where units can be put. */
    @Component
    record InstallPlaces(Customers customers, Locations locations, InstallJobs jobs) {}

    InstallSteps(
            Access access,
            UnitClaims claims,
            Swaps swaps,
            Installations installations,
            Vehicles vehicles,
            InstallPhotos photos,
            InstallPlaces places,
            LiveUpdates updates,
            Clock clock) {
        this.access = access;
        this.claims = claims;
        this.swaps = swaps;
        this.installations = installations;
        this.vehicles = vehicles;
        this.photos = photos;
        this.places = places;
        this.updates = updates;
        this.clock = clock;
    }

    /** When the time of the job is over by which somebody came, the page asks once more who is there, and is led out. */
    void endWithTheJob(com.vaadin.flow.component.Component page) {
        if (guest()) {
            updates.at(page, Stream.of(places.jobs().own().expiresAt()), access::actor);
        }
    }

    /**
     * Whether there is such a unit elsewhere is told by nothing: neither the words, nor the time they take.
     *
     * @param own takes an installation of the actor's own that is under way already
     */
    InstallStep scan(BiConsumer<UnitLabel, @Nullable UnitUse> next, Consumer<Installation> own) {
        InstallStep step = new InstallScanStep(1, "install.scan.title", label -> {
            Optional<Installation> underWay = installations.underWay(label);
            if (underWay.isPresent()) {
                own.accept(underWay.get());
                return;
            }
            UnitUse use = claims.check(label.unit(), label.code())
                    .filter(UnitUse::placed)
                    .orElse(null);
            next.accept(label, use);
        });
        if (guest() && places.jobs().own().left() == 0) {
            step.say(step.getTranslation("install.job.usedUp"));
        }
        return step;
    }

    /** The unit that is to be taken out. */
    InstallStep scanOld(Consumer<Swaps.Outgoing> next) {
        return new InstallScanStep(1, "install.swap.old", label -> next.accept(swaps.check(label)));
    }

    /** The unit that comes in its place. */
    InstallStep scanNew(Swaps.Outgoing old, BiConsumer<UnitLabel, @Nullable UnitUse> next) {
        return new InstallScanStep(2, "install.swap.new", label -> {
            if (label.unit().equals(old.label().unit())) {
                throw Rejected.invalid("unitId", "problem.swap.same");
            }
            UnitUse use = claims.check(label.unit(), label.code()).orElse(null);
            next.accept(label, use);
        });
    }

    InstallStep confirm(
            Swaps.Outgoing old,
            UnitLabel successor,
            @Nullable UnitUse use,
            BiConsumer<DeviceRow, Boolean> swapped,
            Consumer<String> notFound) {
        return new SwapConfirmStep(swaps, old, successor, use, access.actor().preferences(), swapped, notFound);
    }

    InstallStep place(
            UnitLabel label,
            @Nullable UnitUse use,
            @Nullable InstallPlace before,
            BiConsumer<DeviceRow, InstallPlace> claimed,
            Consumer<String> notFound) {
        return new InstallPlaceStep(
                claims,
                places.customers(),
                places.locations(),
                label,
                use,
                access.actor().preferences(),
                before,
                claimed,
                notFound);
    }

    /** Whoever came by the link of a job. */
    boolean guest() {
        return access.guest().isPresent();
    }

    InstallStep placeOfJob(
            UnitLabel label, @Nullable UnitUse use, Consumer<DeviceRow> claimed, Consumer<String> notFound) {
        return new InstallJobStep(
                claims, places.jobs().own(), label, use, access.actor().preferences(), claimed, notFound);
    }

    InstallStep vehicle(DeviceId device, Consumer<Set<Vehicle.Finding>> next) {
        return new InstallVehicleStep(vehicles, photos, device, next);
    }

    InstallStep check(
            DeviceId device,
            Set<Vehicle.Finding> findings,
            Consumer<Installation> next,
            Runnable correct,
            Runnable leave) {
        return new InstallCheckStep(
                installations,
                updates,
                installations.get(device),
                findings,
                access.actor().preferences(),
                next,
                correct,
                leave);
    }

    InstallStep receipt(Installation installation, Runnable next, Consumer<String> undone) {
        return new InstallReceipt(
                installations,
                vehicles,
                photos,
                updates,
                clock,
                installation,
                access.actor().preferences(),
                next,
                undone);
    }
}
