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
import io.muster.device.UnitUse;
import io.muster.device.Vehicle;
import io.muster.kernel.DeviceId;
import jakarta.annotation.security.PermitAll;
import java.util.Set;
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
        access.requirePage(actor, Permission.CLAIM_DEVICE, actor.home());
        steps.endWithTheJob(this);
        if (getChildren().findAny().isEmpty()) {
            scan();
        }
    }

    private void show(InstallStep step, @Nullable String problem) {
        step.tell(problem);
        show(step);
    }

    private void show(InstallStep step) {
        removeAll();
        add(step);
    }

    private InstallStep scan() {
        InstallStep step = steps.scan(this::locate, this::resume);
        step.other(getTranslation("install.swap"), () -> replace(null));
        show(step);
        return step;
    }

    private void scanAgain(String problem) {
        scan().tell(problem);
    }

    private void takenBack(String what) {
        scan().say(what);
    }

    /** The page was closed before whoever installs this unit was done. */
    private void resume(Installation installation) {
        built(installation.device()).say(getTranslation("install.resumed"));
    }

    /** A unit goes out, and another one comes in its place. */
    private void replace(@Nullable String problem) {
        show(cancellable(steps.scanOld(this::successor)), problem);
    }

    private void successor(Swaps.Outgoing old) {
        show(cancellable(steps.scanNew(old, (label, use) -> confirm(old, label, use))), null);
    }

    private void confirm(Swaps.Outgoing old, UnitLabel label, @Nullable UnitUse use) {
        show(cancellable(steps.confirm(old, label, use, this::swapped, this::replace)), null);
    }

    private void swapped(DeviceRow device, boolean vehicleKnown) {
        if (vehicleKnown) {
            check(device.id(), Set.of());
        } else {
            built(device.id());
        }
    }

    private InstallStep cancellable(InstallStep step) {
        step.other(getTranslation("action.cancel"), this::scan);
        return step;
    }

    private void locate(UnitLabel label, @Nullable UnitUse use) {
        show(cancellable(
                steps.guest()
                        ? steps.placeOfJob(label, use, device -> built(device.id()), this::scanAgain)
                        : steps.place(label, use, place, this::claimed, this::scanAgain)));
    }

    private void claimed(DeviceRow device, InstallPlace there) {
        place = there;
        built(device.id());
    }

    private InstallStep built(DeviceId device) {
        InstallStep step = steps.vehicle(device, findings -> check(device, findings));
        show(step);
        return step;
    }

    private void check(DeviceId device, Set<Vehicle.Finding> findings) {
        show(steps.check(device, findings, this::receipt, () -> built(device), this::scan));
    }

    private void receipt(Installation installation) {
        show(steps.receipt(installation, this::scan, this::takenBack));
    }

    @Override
    public String getPageTitle() {
        return getTranslation("install.title") + " – " + getTranslation("product");
    }
}
