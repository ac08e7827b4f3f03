package io.muster.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.muster.kernel.Rejected;
import io.muster.location.Geofence.Circle;
import io.muster.location.Geofence.Point;
import io.muster.location.Geofence.Polygon;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

@Tag("pure")
class GeofenceTest {

    private static final Point VIENNA = new Point(48.2082, 16.3738);
    private static final String SQUARE = "[[10,50],[20,50],[20,60],[10,60],[10,50]]";
    private static final String SMALL = "[[12,52],[12,54],[14,54],[14,52],[12,52]]";

    private static Geofence read(String json) {
        return GeoJson.read(JsonMapper.shared().readTree(json));
    }

    private static Geofence polygon(String... rings) {
        return read("{\"type\":\"Polygon\",\"coordinates\":[" + String.join(",", rings) + "]}");
    }

    private static void refused(ThrowingCallable attempt, String key) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.problem().key()).isEqualTo("problem.geofence." + key));
    }

    @Test
    void distances_are_those_on_the_earth() {
        assertThat(VIENNA.distanceM(52.52, 13.405)).isCloseTo(524_000, within(1_000.0));
        assertThat(new Point(0, 179.9).distanceM(0, -179.9)).isCloseTo(22_239, within(1.0));
        assertThat(new Point(90, 0).distanceM(-90, 0)).isCloseTo(20_015_114, within(1.0));
    }

    @Test
    void a_circle_contains_what_is_near_its_center() {
        Circle circle = new Circle(VIENNA, 250);
        assertThat(circle.contains(48.2082, 16.3738)).isTrue();
        assertThat(circle.contains(48.2104, 16.3738)).isTrue();
        assertThat(circle.contains(48.2105, 16.3738)).isFalse();
        assertThat(circle.contains(48.2082, 16.3771)).isTrue();
        assertThat(circle.contains(48.2082, 16.3773)).isFalse();
        assertThat(new Circle(new Point(-17, 179.9), 50_000).contains(-17, -179.8))
                .isTrue();
    }

    @Test
    void a_circle_has_a_size_that_makes_sense() {
        assertThat(new Circle(VIENNA, 10).radiusM()).isEqualTo(10);
        assertThat(new Circle(VIENNA, 1_000_000).radiusM()).isEqualTo(1_000_000);
        for (double radius : new double[] {0, -5, 9.99, 1_000_000.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            refused(() -> new Circle(VIENNA, radius), "radius");
        }
    }

    @Test
    void a_place_is_on_the_earth() {
        assertThat(new Point(-90, 180)).isEqualTo(new Point(-90, 180));
        refused(() -> new Point(90.001, 0), "latitude");
        refused(() -> new Point(Double.NaN, 0), "latitude");
        refused(() -> new Point(0, -180.001), "longitude");
        refused(() -> new Point(0, Double.NEGATIVE_INFINITY), "longitude");
    }

    @Test
    void a_polygon_contains_what_its_ring_encloses_but_not_its_holes() {
        Geofence square = polygon(SQUARE, SMALL);
        assertThat(square.contains(51, 11)).isTrue();
        assertThat(square.contains(59.9, 19.9)).isTrue();
        assertThat(square.contains(53, 13)).isFalse();
        assertThat(square.contains(53, 9)).isFalse();
        assertThat(square.contains(61, 15)).isFalse();
        // Longitudes come first, so this is elsewhere.
        assertThat(square.contains(11, 51)).isFalse();
        Geofence notched = polygon("[[0,0],[10,0],[10,10],[5,2],[0,10]]");
        assertThat(notched.contains(5, 5)).isFalse();
        assertThat(notched.contains(5, 1)).isTrue();
        // On the height of a corner, too.
        assertThat(notched.contains(2, 1)).isTrue();
        assertThat(notched.contains(2, -1)).isFalse();
    }

    @Test
    void a_ring_is_closed_or_not() {
        assertThat(polygon("[[10,50],[20,50],[20,60],[10,60]]")).isEqualTo(polygon(SQUARE));
        assertThat(((Polygon) polygon(SQUARE, SMALL)).points()).isEqualTo(8);
    }

    @Test
    void a_polygon_that_is_none_is_refused_with_a_reason() {
        refused(() -> polygon(), "few");
        refused(() -> polygon("[]"), "few");
        refused(() -> polygon("[[10,50],[20,50],[10,50]]"), "few");
        refused(() -> polygon("[[10,50],[20,50],[10,50],[20,50]]"), "few");
        refused(() -> polygon(SQUARE, "[[12,52],[14,54]]"), "few");
        refused(() -> polygon("[[0,0],[1,1],[2,2]]"), "flat");
        refused(() -> polygon("[[0,0],[10,10],[10,0],[0,10]]"), "crossing");
        refused(() -> polygon(SQUARE, "[[12,52],[25,52],[12,54]]"), "crossing");
        refused(() -> polygon(SQUARE, "[[32,52],[35,52],[32,54]]"), "hole");
        refused(() -> polygon("[[179,0],[-179,0],[-179,1],[179,1]]"), "meridian");
        refused(() -> polygon("[[10,50],[20,50],[20,91]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],[200,60]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],[20,1e999]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],[20,\"60\"]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],[20]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],[20,60,5,7]]"), "point");
        refused(() -> polygon("[[10,50],[20,50],{\"lat\":20,\"lon\":60}]"), "point");
        refused(() -> polygon("7"), "few");
    }

    @Test
    void a_polygon_has_two_hundred_points_at_most() {
        assertThat(GeoJson.text(new Polygon(List.of(round(200))))).hasSizeLessThan(16_000);
        refused(() -> new Polygon(List.of(round(201))), "many");
    }

    private static List<Point> round(int points) {
        return IntStream.range(0, points)
                .mapToObj(point -> 2 * Math.PI * point / points)
                .map(angle -> new Point(-1e-4 * Math.sin(angle) - 1e-5, -1e-4 * Math.cos(angle) - 1e-5))
                .toList();
    }

    @Test
    void a_center_is_a_pair_or_an_object_and_is_told_as_an_object() {
        Geofence circle = read("{\"center\":[16.3738,48.2082],\"radiusM\":250}");
        assertThat(circle).isEqualTo(new Circle(VIENNA, 250));
        assertThat(read("{\"center\":{\"lat\":48.2082,\"lon\":16.3738},\"radiusM\":250}"))
                .isEqualTo(circle);
        assertThat(GeoJson.text(circle)).isEqualTo("{\"center\":{\"lat\":48.2082,\"lon\":16.3738},\"radiusM\":250}");
        refused(() -> read("{\"radiusM\":250}"), "center");
        refused(() -> read("{\"center\":\"Vienna\",\"radiusM\":250}"), "center");
        refused(() -> read("{\"center\":[16],\"radiusM\":250}"), "center");
        refused(() -> read("{\"center\":{\"lat\":1,\"lng\":2},\"radiusM\":250}"), "center");
        refused(() -> read("{\"center\":{\"lat\":1,\"lon\":2,\"x\":3},\"radiusM\":250}"), "center");
        refused(() -> read("{\"center\":[16.3738,98.2082],\"radiusM\":250}"), "latitude");
        refused(() -> read("{\"center\":{\"lat\":\"1\",\"lon\":2},\"radiusM\":250}"), "latitude");
        refused(() -> read("{\"center\":[16.3738,48.2082]}"), "radius");
        refused(() -> read("{\"center\":[16.3738,48.2082],\"radiusM\":\"250\"}"), "radius");
    }

    @Test
    void what_is_neither_a_polygon_nor_a_circle_is_refused() {
        for (String json : List.of(
                "{}",
                "[]",
                "\"x\"",
                "7",
                "{\"type\":\"Polygon\"}",
                "{\"type\":\"Polygon\",\"coordinates\":{}}",
                "{\"type\":\"Point\",\"coordinates\":[1,2]}",
                "{\"coordinates\":[" + SQUARE + "]}",
                "{\"type\":\"Polygon\",\"coordinates\":[" + SQUARE + "],\"radiusM\":5}")) {
            refused(() -> read(json), "form");
        }
    }

    @Test
    void what_is_written_is_read_again() {
        Geofence polygon = polygon("[[10.123456789,50],[20,50,12.5],[20,-60]]", "[[15,40],[16,40],[16,41]]");
        assertThat(GeoJson.of(GeoJson.text(polygon))).isEqualTo(polygon);
        assertThat(GeoJson.text(polygon))
                .isEqualTo(
                        "{\"type\":\"Polygon\",\"coordinates\":[[[10.123456789,50],[20,50],[20,-60],[10.123456789,50]],"
                                + "[[15,40],[16,40],[16,41],[15,40]]]}");
    }

    @Test
    void what_programs_save_that_draw_can_be_pasted() {
        Geofence square = polygon(SQUARE);
        String geometry = "{\"type\":\"Polygon\",\"coordinates\":[" + SQUARE + "]}";
        String feature = "{\"type\":\"Feature\",\"properties\":{\"name\":\"Depot\"},\"geometry\":" + geometry + "}";
        String several = "{\"type\":\"FeatureCollection\",\"features\":[%s]}";
        assertThat(GeoJson.pasted("  " + geometry + "\n")).isEqualTo(square);
        assertThat(GeoJson.pasted(feature)).isEqualTo(square);
        assertThat(GeoJson.pasted(several.formatted(feature))).isEqualTo(square);
        assertThat(GeoJson.pasted("{\"type\":\"MultiPolygon\",\"coordinates\":[[" + SQUARE + "]]}"))
                .isEqualTo(square);
        refused(() -> GeoJson.pasted(several.formatted(feature + "," + feature)), "several");
        refused(() -> GeoJson.pasted(several.formatted("")), "noPolygon");
        refused(() -> GeoJson.pasted("{\"type\":\"Point\",\"coordinates\":[1,2]}"), "noPolygon");
        refused(() -> GeoJson.pasted("{\"type\":\"Feature\",\"geometry\":null}"), "noPolygon");
        refused(() -> GeoJson.pasted("null"), "noPolygon");
        refused(() -> GeoJson.pasted(geometry.substring(1)), "json");
        refused(() -> GeoJson.pasted("48.2, 16.3"), "json");
        refused(() -> GeoJson.pasted(" "), "noPolygon");
    }

    @Test
    void in_the_history_it_is_a_few_words() {
        assertThat(new Circle(VIENNA, 250)).hasToString("circle, 250 m around 48.20820, 16.37380");
        assertThat(polygon("[[0,0],[10,0],[12,5],[10,10],[0,10]]"))
                .hasToString("polygon of 5 points around 5.00000, 6.00000");
    }
}
