package io.muster.device.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.PreserveOnRefresh;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRow;
import io.muster.device.Installation;
import io.muster.device.Swaps;
import io.muster.device.UnitLabel;
import io.muster.device.Vehicle;
import io.muster.kernel.DeviceId;
import jakarta.annotation.security.PermitAll;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page for people on site: scan the label, say where, say which vehicle, see the unit come to life. It survives that the
 * phone loads it anew.
 */
@Route("install")
@PermitAll
@PreserveOnRefresh
class InstallView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private final transient Access access;
    private final transient InstallSteps steps;
    private transient @Nullable InstallPlace place;

    InstallView(Access access, InstallSteps steps) {
        this.access = access;
        this.steps = steps;
        addClassName("install");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Actor actor = access.actor();
        access.require(actor, Permission.CLAIM_DEVICE, actor.home());
        if (getChildren().findAny().isEmpty()) {
            scan(null);
        }
    }

    private void show(InstallStep step, @Nullable String problem) {
        step.tell(problem);
        removeAll();
        add(step);
    }

    private void scan(@Nullable String problem) {
        InstallStep step = steps.scan(this::locate);
        step.other(getTranslation("install.swap"), () -> replace(null));
        show(step, problem);
    }

    /** A unit goes out, and another one comes in its place. */
    private void replace(@Nullable String problem) {
        show(cancellable(steps.scanOld(this::successor)), problem);
    }

    private void successor(Swaps.Outgoing old) {
        show(cancellable(steps.scanNew(old, label -> confirm(old, label))), null);
    }

    private void confirm(Swaps.Outgoing old, UnitLabel label) {
        show(cancellable(steps.confirm(old, label, this::swapped, this::replace)), null);
    }

    private void swapped(DeviceRow device, boolean vehicleKnown) {
        if (vehicleKnown) {
            check(device.id(), Set.of());
        } else {
            built(device);
        }
    }

    private InstallStep cancellable(InstallStep step) {
        step.other(getTranslation("action.cancel"), () -> scan(null));
        return step;
    }

    private void locate(UnitLabel label) {
        show(
                steps.guest()
                        ? steps.placeOfJob(label, this::built, this::scan)
                        : steps.place(label, place, this::claimed, this::scan),
                null);
    }

    private void claimed(DeviceRow device, InstallPlace there) {
        place = there;
        built(device);
    }

    private void built(DeviceRow device) {
        show(steps.vehicle(device.id(), findings -> check(device.id(), findings)), null);
    }

    private void check(DeviceId device, Set<Vehicle.Finding> findings) {
        String warning = findings.stream()
                .map(finding -> getTranslation("vehicle.finding." + finding))
                .collect(Collectors.joining(" "));
        show(steps.check(device, this::receipt), warning.isEmpty() ? null : warning);
    }

    private void receipt(Installation installation) {
        show(steps.receipt(installation, () -> scan(null), this::scan), null);
    }

    @Override
    public String getPageTitle() {
        return getTranslation("install.title") + " – " + getTranslation("product");
    }
}
