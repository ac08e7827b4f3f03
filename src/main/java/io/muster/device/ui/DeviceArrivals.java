package io.muster.device.ui;

import com.vaadin.flow.component.UI;
import io.muster.access.Permission;
import io.muster.customer.Customers;
import io.muster.device.DeviceImport;
import io.muster.device.DeviceRegistry;
import io.muster.device.DeviceRow;
import io.muster.device.RegisterDevice;
import io.muster.device.Registered;
import io.muster.device.UnitClaims;
import io.muster.kernel.CustomerId;
import io.muster.location.Locations;
import io.muster.ui.EditorDialog;
import io.muster.ui.Notifications;
import org.springframework.stereotype.Component;

/** How devices come to a customer by a person's hand: one is registered, or claimed by its label. */
@Component
class DeviceArrivals {

    private final DeviceRegistry devices;
    private final UnitClaims claims;
    private final DeviceImport imports;
    private final DeviceInbox inbox;
    private final Customers customers;
    private final Locations locations;

    DeviceArrivals(
            DeviceRegistry devices,
            UnitClaims claims,
            DeviceImport imports,
            DeviceInbox inbox,
            Customers customers,
            Locations locations) {
        this.inbox = inbox;
        this.imports = imports;
        this.devices = devices;
        this.claims = claims;
        this.customers = customers;
        this.locations = locations;
    }

    /** Decides about those that wait. */
    DeviceInbox inbox() {
        return inbox;
    }

    void registerMany(CustomerId place, Runnable changed) {
        new RegisterManyDialog(imports, place, changed).open();
    }

    void claim(CustomerId place, Runnable changed) {
        ClaimForm form = new ClaimForm(customers, locations, customers.row(Permission.CLAIM_DEVICE, place));
        new EditorDialog<ClaimForm.Entered>(text("device.claim.title"), text("device.claim.confirm"), form, entered -> {
                    DeviceRow claimed =
                            claims.claim(entered.unit(), entered.code(), entered.customer(), entered.location());
                    changed.run();
                    Notifications.done(text("device.claimed", claimed.name()));
                })
                .open();
    }

    void register(CustomerId place, Runnable changed) {
        RegisterForm form = new RegisterForm(customers, locations);
        form.begin(customers.row(Permission.REGISTER_DEVICE, place));
        new EditorDialog<RegisterDevice>(text("device.register"), text("device.register.confirm"), form, data -> {
                    Registered registered = devices.register(data);
                    changed.run();
                    Notifications.done(
                            text("device.registered", registered.device().name()));
                    FirstConnection.show(registered.credential());
                })
                .open();
    }

    private static String text(String key, Object... values) {
        return UI.getCurrent().getTranslation(key, values);
    }
}
