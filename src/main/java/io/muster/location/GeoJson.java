package io.muster.location;

import io.muster.kernel.Rejected;
import io.muster.location.Geofence.Circle;
import io.muster.location.Geofence.Point;
import io.muster.location.Geofence.Polygon;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Geofences as JSON, which is how they are kept, shown on maps and told by the REST interface: a GeoJSON Polygon (RFC 7946, so
 * longitudes come first), or {@code {"center": {"lat": 48.2, "lon": 16.4}, "radiusM": 250}} for a circle, which GeoJSON has not.
 */
public final class GeoJson {

    private static final String POLYGON = "Polygon";
    private static final int LONGEST = 200_000;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private GeoJson() {}

    /**
     * Reads a geofence. The center may be a pair of longitude and latitude as well, rings need not be closed, and altitudes are
     * left out.
     *
     * @throws Rejected INVALID, of no field, when it is neither of the two or breaks a rule
     */
    public static Geofence read(JsonNode node) {
        if (node.has("center") || node.has("radiusM")) {
            if (node.has("coordinates")) {
                throw Rejected.invalid(null, "problem.geofence.form");
            }
            return new Circle(center(node.path("center")), number(node.path("radiusM")));
        }
        if (!POLYGON.equals(node.path("type").asString(""))
                || !node.path("coordinates").isArray()) {
            throw Rejected.invalid(null, "problem.geofence.form");
        }
        return polygon(node.path("coordinates"));
    }

    /**
     * Reads a polygon that somebody pasted: GeoJSON, also as a feature, as the only one of a collection, or as a multipolygon of
     * one, since programs that draw save it so.
     *
     * @throws Rejected INVALID, of no field, when there is none, or more than one, or it breaks a rule
     */
    public static Polygon pasted(String text) {
        if (text.length() > LONGEST) {
            throw Rejected.invalid(null, "problem.tooLong", LONGEST);
        }
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException e) {
            throw Rejected.invalid(null, "problem.geofence.json");
        }
        return polygon(rings(node));
    }

    private static JsonNode rings(JsonNode node) {
        return switch (node.path("type").asString("")) {
            case POLYGON -> node.path("coordinates");
            case "MultiPolygon" -> only(node.path("coordinates"));
            case "Feature" -> rings(node.path("geometry"));
            case "FeatureCollection" -> rings(only(node.path("features")));
            default -> throw Rejected.invalid(null, "problem.geofence.noPolygon");
        };
    }

    private static JsonNode only(JsonNode several) {
        if (several.size() > 1) {
            throw Rejected.invalid(null, "problem.geofence.several", several.size());
        }
        return several.path(0);
    }

    private static Polygon polygon(JsonNode rings) {
        List<List<Point>> read = new ArrayList<>();
        int number = 0;
        for (JsonNode ring : rings) {
            List<Point> points = new ArrayList<>();
            for (JsonNode position : ring) {
                number++;
                points.add(point(position, number));
            }
            read.add(points);
        }
        return new Polygon(read);
    }

    /** @param number of the point, for people, who count from 1 */
    private static Point point(JsonNode position, int number) {
        try {
            return pair(position);
        } catch (Rejected rejected) {
            throw Rejected.invalid(null, "problem.geofence.point", number);
        }
    }

    private static Point center(JsonNode node) {
        if (node.isArray()) {
            return pair(node);
        }
        if (!node.has("lat") || !node.has("lon") || node.size() > 2) {
            throw Rejected.invalid(null, "problem.geofence.center");
        }
        return new Point(number(node.path("lat")), number(node.path("lon")));
    }

    /** Longitude and latitude, and perhaps an altitude. */
    private static Point pair(JsonNode position) {
        if (!position.isArray() || position.size() < 2 || position.size() > 3) {
            throw Rejected.invalid(null, "problem.geofence.center");
        }
        return new Point(number(position.path(1)), number(position.path(0)));
    }

    /** NaN, which nobody takes, for what is no number. */
    private static double number(JsonNode node) {
        return node.doubleValue(Double.NaN);
    }

    /** The geofence as the REST interface tells it; rings are closed. */
    public static ObjectNode write(Geofence geofence) {
        ObjectNode node = NODES.objectNode();
        switch (geofence) {
            case Circle circle -> {
                node.putObject("center")
                        .set("lat", number(circle.center().lat()))
                        .set("lon", number(circle.center().lon()));
                node.set("radiusM", number(circle.radiusM()));
            }
            case Polygon polygon -> {
                ArrayNode rings = node.put("type", POLYGON).putArray("coordinates");
                for (List<Point> ring : polygon.rings()) {
                    ArrayNode points = rings.addArray();
                    ring.forEach(point -> add(points, point));
                    add(points, ring.getFirst());
                }
            }
        }
        return node;
    }

    private static void add(ArrayNode points, Point point) {
        points.addArray().add(number(point.lon())).add(number(point.lat()));
    }

    /** Without ".0" when it is a whole number. */
    private static NumericNode number(double value) {
        return value == Math.rint(value) ? NODES.numberNode((long) value) : NODES.numberNode(value);
    }

    /** {@link #write} as text of one line, at most 16,000 characters. */
    public static String text(Geofence geofence) {
        return JSON.writeValueAsString(write(geofence));
    }

    /** What {@link #text} wrote. */
    static @Nullable Geofence of(@Nullable String text) {
        return text == null ? null : read(JSON.readTree(text));
    }
}
