package io.muster.device.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Span;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceSheet;
import io.muster.device.Fact;
import io.muster.device.Vehicle;
import io.muster.device.Vin;
import io.muster.device.Vitals;
import io.muster.kernel.Preferences;
import io.muster.ui.Measures;
import io.muster.ui.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is known of a device, in groups; what it has never told is left out. */
class DeviceFacts extends Div {

    private final transient Preferences viewer;

    DeviceFacts(DeviceSheet sheet, DeviceCells cells, Preferences viewer) {
        this.viewer = viewer;
        addClassName("sheet-facts");
        DeviceRow row = sheet.row();
        part("device.part.identity")
                .with("device.unitId", mono(row.unitId().shown()))
                .with("device.deviceId", mono(row.id().toString()))
                .with(
                        "device.customer",
                        row.customerName() == null ? getTranslation("device.nobody") : row.customerName())
                .with("device.location", row.locationName())
                .with("device.tags", row.tags().isEmpty() ? null : cells.tags(row))
                .with(row, Fact.SERIAL);
        if (!row.seen()) {
            return;
        }
        vehicle(row);
        presence(sheet, cells);
        part("device.part.unit")
                .with(row, Fact.VENDOR)
                .with(row, Fact.MODEL)
                .with(row, Fact.BOARD)
                .with(row, Fact.FIRMWARE)
                .with(row, Fact.RELEASE_ID)
                .with(row, Fact.OS)
                .with(row, Fact.SPM)
                .with("device.voltage", number(row.batteryV(), "%.2f V"))
                .with(
                        "device.cpu",
                        sheet.vitals().cpuC() == null
                                ? null
                                : Measures.temperature(sheet.vitals().cpuC(), viewer))
                .with("device.queued", sheet.vitals().queued());
        part("device.part.modem")
                .with(row, Fact.IMEI)
                .with(row, Fact.ICCID)
                .with(row, Fact.IMSI)
                .with(row, Fact.MAC)
                .with("device.operator", sheet.vitals().operator())
                .with("device.rat", sheet.vitals().rat())
                .with("device.signal", number(sheet.vitals().rssiDbm(), "%d dBm"))
                .with("device.ip", sheet.vitals().ip());
    }

    private void vehicle(DeviceRow row) {
        Part part = part("device.part.vehicle");
        Vehicle vehicle = row.vehicle();
        if (vehicle != null) {
            part.with("vehicle.plate", vehicle.plate())
                    .with("device.vehicle", vehicle.title().isEmpty() ? null : vehicle.title())
                    .with(
                            "vehicle.kind",
                            vehicle.kind() == null ? null : getTranslation("vehicle.kind." + vehicle.kind()))
                    .with("vehicle.vin", vehicle.vin() == null ? null : vin(vehicle.vin(), row.vin()))
                    .with(
                            "device.vehicle.odometer",
                            vehicle.odometerKm() == null ? null : Measures.distance(vehicle.odometerKm(), viewer));
        }
        part.with("device.vinTold", row.vin() == null ? null : mono(row.vin()));
    }

    /** With what is worth a second look. */
    private Component vin(Vin vin, @Nullable String told) {
        Div cell = new Div(mono(vin.value()));
        boolean differs = told != null && !told.equalsIgnoreCase(vin.value());
        if (differs || !vin.checksOut()) {
            Div note = new Div(getTranslation(differs ? "vehicle.finding.OTHER_VIN_TOLD" : "vehicle.vin.check"));
            note.addClassName(differs ? "no" : "faint");
            cell.add(note);
        }
        return cell;
    }

    private void presence(DeviceSheet sheet, DeviceCells cells) {
        DeviceRow row = sheet.row();
        Vitals vitals = sheet.vitals();
        part("device.part.presence")
                .with("device.presence", cells.presence(row))
                .with("device.lastSeen", cells.lastSeen(row))
                .with("device.announced", moment(vitals.announcedAt()))
                .with("device.uptime", vitals.uptimeS() == null ? null : duration(vitals.uptimeS()))
                .with("device.clock", row.clockSkewS() == null ? null : cells.clockWords(row.clockSkewS()));
    }

    private @Nullable Component moment(@Nullable Instant moment) {
        return moment == null ? null : Times.ago(moment, viewer, "");
    }

    private String duration(long seconds) {
        Duration time = Duration.ofSeconds(seconds);
        return time.toDays() > 0
                ? getTranslation("device.clock.days", time.toDays())
                : getTranslation("device.hours", time.toHours(), time.toMinutesPart());
    }

    private static @Nullable String number(@Nullable Number number, String format) {
        return number == null ? null : String.format(Locale.ROOT, format, number);
    }

    private static Component mono(String text) {
        Span span = new Span(text);
        span.addClassName("mono");
        return span;
    }

    private Part part(String title) {
        return new Part(title);
    }

    /** A heading with names and values; it appears with its first value. */
    private final class Part {

        private final String title;
        private final DescriptionList values = new DescriptionList();
        private boolean shown;

        Part(String title) {
            this.title = title;
        }

        Part with(DeviceRow row, Fact fact) {
            String value = row.facts().get(fact);
            return value == null ? this : add(getTranslation("history.field." + fact.field()), mono(value));
        }

        Part with(String name, @Nullable Object value) {
            return value == null
                    ? this
                    : add(
                            getTranslation(name),
                            value instanceof Component component ? component : new Span(value.toString()));
        }

        private Part add(String name, Component value) {
            if (!shown) {
                shown = true;
                Div part = new Div(new H3(getTranslation(title)), values);
                part.addClassName("sheet-part");
                DeviceFacts.this.add(part);
            }
            values.add(new DescriptionList.Term(name));
            DescriptionList.Description description = new DescriptionList.Description();
            description.add(value);
            values.add(description);
            return this;
        }
    }
}
