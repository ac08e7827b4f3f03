package io.muster.location.ui;

import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.muster.kernel.Rejected;
import io.muster.location.GeoJson;
import io.muster.location.Geofence;
import io.muster.location.Geofence.Circle;
import io.muster.location.Geofence.Point;
import io.muster.location.Geofence.Polygon;
import io.muster.ui.FieldErrors;
import io.muster.ui.MapTiles;
import io.muster.ui.Notifications;
import io.muster.ui.PlaceMap;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The geofence in the form of a location: none, a circle or a polygon, with a map that follows what is typed. */
class GeofenceFields extends Div {

    /** What is to be entered; what was entered of the others stays in their fields. */
    enum Shape {
        NONE,
        CIRCLE,
        POLYGON
    }

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,12}([.,][0-9]{0,18})?");
    /** Latitude and longitude, as maps and the pages of devices copy them. */
    private static final Pattern PAIR =
            Pattern.compile("([+-]?[0-9]+(?:\\.[0-9]+)?)(?:,?\\s+|\\s*;\\s*)([+-]?[0-9]+(?:\\.[0-9]+)?)"
                    + "|([+-]?[0-9]+\\.[0-9]+),([+-]?[0-9]+\\.[0-9]+)");

    private final FieldErrors errors = new FieldErrors();
    private final RadioButtonGroup<Shape> shape =
            errors.named("shape", new RadioButtonGroup<>(getTranslation("location.geofence.shape"), Shape.values()));
    private final TextField latitude = field("latitude");
    private final TextField longitude = field("longitude");
    private final TextField radius = field("radius");
    private final FormLayout ofCircle = new FormLayout(latitude, longitude, radius);
    private final TextArea geoJson = errors.named("geojson", new TextArea(getTranslation("location.geofence.geojson")));
    private final @Nullable PlaceMap map;

    GeofenceFields(MapTiles tiles) {
        addClassName("geofence-fields");
        shape.setItemLabelGenerator(each -> getTranslation("location.geofence." + each));
        shape.setValue(Shape.NONE);
        shape.addValueChangeListener(change -> arrange());
        ofCircle.setResponsiveSteps(new FormLayout.ResponsiveStep("0", 1), new FormLayout.ResponsiveStep("24rem", 3));
        latitude.addValueChangeListener(change -> split(change.getValue()));
        radius.getElement().setAttribute("inputmode", "decimal");
        geoJson.setHelperText(getTranslation("location.geofence.geojson.help"));
        geoJson.addClassName("mono");
        geoJson.setWidthFull();
        geoJson.setMinRows(4);
        geoJson.setMaxRows(8);
        geoJson.setValueChangeMode(ValueChangeMode.LAZY);
        geoJson.addValueChangeListener(change -> {
            draw();
            if (!change.getValue().isBlank()) {
                check();
            }
        });
        latitude.setHelperText(getTranslation("location.geofence.paste"));
        map = tiles.areThere() ? new PlaceMap(tiles, getTranslation("location.geofence.map")) : null;
        add(new H3(getTranslation("location.geofence")), shape, ofCircle, geoJson);
        if (map != null) {
            add(map);
        }
        arrange();
    }

    private TextField field(String name) {
        TextField field = errors.named(name, new TextField(getTranslation("location.geofence." + name)));
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.addValueChangeListener(change -> draw());
        return field;
    }

    void show(@Nullable Geofence geofence) {
        switch (geofence) {
            case Circle given -> {
                latitude.setValue(plain(given.center().lat()));
                longitude.setValue(plain(given.center().lon()));
                radius.setValue(plain(given.radiusM()));
                shape.setValue(Shape.CIRCLE);
            }
            case Polygon given -> {
                geoJson.setValue(GeoJson.text(given));
                shape.setValue(Shape.POLYGON);
            }
            case null -> shape.setValue(Shape.NONE);
        }
    }

    /**
     * What was entered; null for none.
     *
     * @throws Rejected when a field is wrong, which the field then says
     */
    @Nullable
    Geofence read() {
        try {
            return entered();
        } catch (Rejected rejected) {
            rejected.problems().forEach(problem -> errors.show(problem, Notifications.message(problem)));
            throw rejected;
        }
    }

    private void check() {
        try {
            read();
        } catch (Rejected said) {
            // At the field.
        }
    }

    private @Nullable Geofence entered() {
        return switch (shape.getValue()) {
            case NONE -> null;
            case CIRCLE -> circle();
            case POLYGON -> polygon();
        };
    }

    private Circle circle() {
        Rejected.Collector problems = new Rejected.Collector();
        Point north = problems.field("latitude", () -> new Point(number(latitude), 0));
        Point east = problems.field("longitude", () -> new Point(0, number(longitude)));
        Circle around = problems.field("radius", () -> new Circle(new Point(0, 0), number(radius)));
        problems.throwIfAny();
        Point center = new Point(
                Objects.requireNonNull(north).lat(),
                Objects.requireNonNull(east).lon());
        return new Circle(center, Objects.requireNonNull(around).radiusM());
    }

    private Polygon polygon() {
        Rejected.Collector problems = new Rejected.Collector();
        Polygon pasted = problems.field("geojson", () -> GeoJson.pasted(required(geoJson.getValue())));
        problems.throwIfAny();
        return Objects.requireNonNull(pasted);
    }

    private static String required(String text) {
        if (text.isBlank()) {
            throw Rejected.invalid(null, "problem.required");
        }
        return text.strip();
    }

    /** NaN, which is refused, for what is no number. */
    private static double number(TextField field) {
        String text = required(field.getValue()).replace('\u2212', '-');
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text.replace(',', '.')) : Double.NaN;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** Both coordinates were pasted into the field of one. */
    private void split(String text) {
        Matcher pair = PAIR.matcher(text.strip());
        if (pair.matches()) {
            boolean spaced = pair.group(1) != null;
            longitude.setValue(pair.group(spaced ? 2 : 4));
            latitude.setValue(pair.group(spaced ? 1 : 3));
        }
    }

    private void arrange() {
        ofCircle.setVisible(shape.getValue() == Shape.CIRCLE);
        geoJson.setVisible(shape.getValue() == Shape.POLYGON);
        if (map != null) {
            map.setVisible(shape.getValue() != Shape.NONE);
        }
        draw();
    }

    /** What is not finished is not drawn, and no mistake yet. */
    private void draw() {
        if (map == null) {
            return;
        }
        try {
            Geofence geofence = entered();
            map.draw(geofence == null ? null : GeoJson.text(geofence));
        } catch (Rejected unfinished) {
            map.draw(null);
        }
    }
}
