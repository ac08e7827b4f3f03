package io.muster.api;

import io.muster.location.GeoJson;
import io.muster.location.Geofence;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The two forms of a geofence, for the description of the interface; {@link GeoJson} reads and writes them. */
@Schema(
        description = "Area that belongs to a location: a circle or a polygon. WGS 84.",
        oneOf = {LocationGeofence.Circle.class, LocationGeofence.Polygon.class})
interface LocationGeofence {

    /** What the two forms are made of; GeoJSON has a box around a polygon besides, which says nothing new. */
    Set<String> MEMBERS = Set.of("center", "radiusM", "type", "coordinates", "bbox");

    /** A circle. */
    @Schema(name = "GeofenceCircle", description = "Everything within a distance of a center.")
    record Circle(
            @Schema(description = "Also taken as [longitude, latitude]; always told as an object.")
            Center center,

            @Schema(description = "In metres.", minimum = "10", maximum = "1000000", example = "250")
            double radiusM) {}

    /** Middle of a circle. */
    @Schema(name = "GeofenceCenter")
    record Center(
            @Schema(minimum = "-90", maximum = "90", example = "48.2082")
            double lat,

            @Schema(minimum = "-180", maximum = "180", example = "16.3738")
            double lon) {}

    /** A polygon. */
    @Schema(
            name = "GeofencePolygon",
            description =
                    "A GeoJSON Polygon (RFC 7946) that does not cross itself or the 180th meridian: the outer ring, then the"
                            + " holes. A ring is told closed, and taken open as well; altitudes and bbox are taken and left out.")
    record Polygon(
            @Schema(allowableValues = "Polygon") String type,

            @ArraySchema(
                    arraySchema =
                            @Schema(
                                    description = "Rings of [longitude, latitude], together of at most 200 points.",
                                    example = "[[[16.36, 48.2], [16.39, 48.2], [16.38, 48.22], [16.36, 48.2]]]"))
            List<List<List<Double>>> coordinates) {}

    /** Reads what was sent; null when that is nothing, or is wrong. */
    static @Nullable Geofence read(@Nullable JsonNode sent, Fields fields) {
        if (sent == null || sent.isNull()) {
            return null;
        }
        sent.propertyNames().stream()
                .filter(name -> !MEMBERS.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Body.unknown(unknown);
                });
        return fields.whole("geofence", () -> GeoJson.read(sent));
    }
}
