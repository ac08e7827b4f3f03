package io.muster.device.ui;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.muster.access.Access;
import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.device.DeviceRow;
import io.muster.device.DeviceSheet;
import io.muster.device.DeviceSheets;
import io.muster.device.InstallPhotos;
import io.muster.kernel.Change;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rejected;
import io.muster.kernel.TreePath;
import io.muster.location.Locations;
import io.muster.ui.LiveUpdates;
import io.muster.ui.MapTiles;
import io.muster.ui.Places;
import io.muster.ui.Timeline;
import jakarta.annotation.security.PermitAll;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One device: who it is, how it is, what is to be done next, and what happened. Live. */
@Route("accounts/:customer/devices/:device")
@PermitAll
class DeviceView extends Div implements BeforeEnterObserver, HasDynamicTitle {

    private static final String BACK = """
            this.onclick = (event) => {
              if (!this.cameFrom || event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              event.stopPropagation();
              history.back();
            };""";

    private final transient Access access;
    private final transient DeviceSheets sheets;
    private final transient InstallPhotos photos;
    private final transient DeviceActions actions;
    private final transient LiveUpdates updates;
    private final transient Timeline timeline;
    private final Anchor back = new Anchor();
    private final H2 name = new H2();
    private final Div head = new Div();
    private final Div buttons = new Div();
    private final Paragraph advice = new Paragraph();
    private final Div parts = new Div();
    private final PositionPart where;
    private final Div about = new Div();
    private final Div past = new Div();
    private transient Actor viewer;
    private transient @Nullable TreePath from;
    private transient @Nullable DeviceId id;
    private transient @Nullable DeviceSheet shown;
    private transient Optional<DeviceRow> successor = Optional.empty();
    private transient Timeline.@Nullable Panel history;

    DeviceView(
            Access access,
            DeviceSheets sheets,
            InstallPhotos photos,
            DeviceActions actions,
            LiveUpdates updates,
            Timeline timeline,
            Locations locations,
            MapTiles tiles) {
        this.photos = photos;
        this.access = access;
        this.sheets = sheets;
        this.actions = actions;
        this.updates = updates;
        this.timeline = timeline;
        viewer = access.actor();
        where = new PositionPart(tiles, locations, viewer.preferences());
        addClassName("sheet");
        back.getElement().setAttribute("router-link", true);
        back.setText(getTranslation("device.back"));
        back.addAttachListener(attached -> back.getElement().executeJs(BACK));
        head.addClassName("sheet-head");
        buttons.addClassName("row-actions");
        advice.addClassName("sheet-advice");
        advice.getElement().setAttribute("role", "status");
        parts.addClassName("sheet-parts");
        past.addClassName("sheet-part");
        add(back, head, advice, parts, where, about, past);
    }

    private static boolean isAt(UI page, String address) {
        return page.getActiveViewLocation().getPath().equals(address);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        viewer = access.actor();
        CustomerId customer = Places.customer(event);
        TreePath place = access.require(viewer, Permission.SEE_DEVICES, customer);
        from = place;
        DeviceId device =
                DeviceId.of(event.getRouteParameters().get(Places.DEVICE).orElse(""));
        id = device;
        shown = null;
        back.setHref(Places.tab(customer, "devices"));
        // To the list as it was searched and filtered, which stands in its address.
        back.getElement().setProperty("cameFrom", isAt(event.getUI(), back.getHref()));
        show(sheets.of(customer, device));
        past.removeAll();
        history = null;
        CustomerId reader = viewer.customer();
        if (timeline.isOffered(viewer, reader)) {
            Timeline.Panel panel = timeline.of(viewer, reader, Change.Kind.DEVICE, device.toString());
            history = panel;
            past.add(new H3(getTranslation("history.show")), panel.component());
        }
        past.setVisible(history != null);
        updates.follow(
                this, place, EnumSet.of(Change.Kind.DEVICE, Change.Kind.CUSTOMER, Change.Kind.LOCATION), this::reread);
    }

    /** It may have been moved out of sight while it was open. */
    private void reread() {
        try {
            show(sheets.of(Objects.requireNonNull(from).customer(), Objects.requireNonNull(id)));
        } catch (Rejected rejected) {
            if (rejected.kind() != Rejected.Kind.NOT_FOUND) {
                throw rejected;
            }
            gone();
            return;
        }
        if (history != null) {
            history.refresh();
        }
    }

    private void gone() {
        shown = null;
        name.setText(getTranslation("notFound.title"));
        head.removeAll();
        head.add(name);
        advice.setText(getTranslation("device.gone"));
        parts.removeAll();
        where.setVisible(false);
        about.removeAll();
        past.removeAll();
        past.setVisible(false);
    }

    /** What has not changed stays as it is, with its open menus and its focus. */
    private void show(DeviceSheet sheet) {
        where.show(sheet.row(), sheet.vitals());
        if (sheet.equals(shown)) {
            return;
        }
        DeviceSheet before = shown;
        shown = sheet;
        DeviceCells cells = new DeviceCells(this, viewer.preferences());
        TreePath place = Objects.requireNonNull(from);
        name.setText(sheet.row().name());
        if (before == null || !actionsOf(before).equals(actionsOf(sheet))) {
            buttons.removeAll();
            buttons.add(actions.decisions(sheet.row(), viewer, place, this::reread));
            successor = actions.successor(sheet.row());
            actions.undoOfSwap(successor.orElse(sheet.row()), viewer, place, this::reread)
                    .ifPresent(buttons::add);
            actions.menu(sheet.row(), viewer, place, this::reread).ifPresent(buttons::add);
        }
        head.removeAll();
        head.add(name, cells.state(sheet.row()), buttons);
        boolean onlyLooks =
                sheet.advice() == DeviceSheet.Advice.ALERTS && !actions.acknowledges(sheet.row(), viewer, place);
        advice.setText(getTranslation("device.advice." + sheet.advice() + (onlyLooks ? ".look" : "")));
        successor.ifPresent(next -> advice.add(new Text(" "), link(place.customer(), next)));
        advice.setClassName("fine", sheet.advice() == DeviceSheet.Advice.FINE);
        parts.removeAll();
        if (!sheet.row().alerts().isEmpty()) {
            UnorderedList alerts = new UnorderedList();
            sheet.row().alerts().stream()
                    .sorted()
                    .forEach(alert -> alerts.add(new ListItem(getTranslation("alert." + alert))));
            Div part = new Div(new H3(getTranslation("device.part.alerts")), alerts);
            part.addClassName("sheet-part");
            parts.add(part);
        }
        parts.add(new DeviceFacts(sheet, cells, viewer.preferences()));
        about.removeAll();
        if (sheet.row().seen() && sheet.photos() > 0) {
            about.add(new PhotosPart(photos, sheet.row().id(), viewer.preferences()));
        }
        actions.whoSees(sheet.row(), viewer).ifPresent(this::whoSees);
        connection(sheet);
    }

    private static Anchor link(CustomerId customer, DeviceRow device) {
        Anchor link = new Anchor(Places.device(customer, device.id()), device.name());
        link.getElement().setAttribute("router-link", true);
        return link;
    }

    private static Object actionsOf(DeviceSheet sheet) {
        return List.of(
                sheet.row().state(),
                sheet.row().version(),
                sheet.row().waiting(),
                sheet.row().alerts(),
                Optional.ofNullable(sheet.row().vehicle()),
                sheet.row().tags(),
                Objects.requireNonNullElse(sheet.row().waitingClient(), ""));
    }

    private void whoSees(Button button) {
        Div part = new Div(new H3(getTranslation("device.part.viewers")), button);
        part.addClassName("sheet-part");
        about.add(part);
    }

    /** Only for whoever sets units up, and as long as the unit may connect. */
    private void connection(DeviceSheet sheet) {
        boolean sets = sheet.place() != null && viewer.may(Permission.RESET_CREDENTIAL, sheet.place());
        if (sets && sheet.row().seen() && actions.mayConnect(sheet.row())) {
            Button reset =
                    new Button(getTranslation("device.reset"), click -> actions.askToReset(sheet.row(), this::reread));
            reset.addThemeVariants(ButtonVariant.LUMO_SMALL);
            about.add(new ConnectionPanel(sheet, reset));
        }
    }

    @Override
    public String getPageTitle() {
        return name.getText() + " – " + getTranslation("product");
    }
}
