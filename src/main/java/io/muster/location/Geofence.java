package io.muster.location;

import io.muster.kernel.Rejected;
import java.util.List;
import java.util.Locale;

/**
 * The area that belongs to a location: a circle, or a polygon that may have holes. Coordinates are WGS 84, in degrees. As text it
 * is a few words, for the history.
 */
public sealed interface Geofence {

    /** How many points a polygon may have in all its rings. */
    int MOST_POINTS = 200;

    double SMALLEST_RADIUS_M = 10;
    double LARGEST_RADIUS_M = 1_000_000;

    /** Whether this position is in it. One on the border is at either side. */
    boolean contains(double lat, double lon);

    /** Somewhere in the middle of it, though with a polygon not always inside. */
    Point middle();

    /** A place on the earth. */
    record Point(double lat, double lon) {

        /** Mean radius of the earth. */
        private static final double EARTH_M = 6_371_008.8;

        public Point {
            if (!(Math.abs(lat) <= 90)) {
                throw Rejected.invalid(null, "problem.geofence.latitude");
            }
            if (!(Math.abs(lon) <= 180)) {
                throw Rejected.invalid(null, "problem.geofence.longitude");
            }
        }

        /** How far it is from there along a great circle, in metres. */
        double distanceM(double otherLat, double otherLon) {
            double north = Math.sin(Math.toRadians(otherLat - lat) / 2);
            double east = Math.sin(Math.toRadians(otherLon - lon) / 2);
            double chord =
                    north * north + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(otherLat)) * east * east;
            return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(chord)));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.5f, %.5f", lat, lon);
        }
    }

    /**
     * Everything within a distance.
     *
     * @param radiusM from 10 m to 1,000 km
     */
    record Circle(Point center, double radiusM) implements Geofence {

        public Circle {
            if (!(radiusM >= SMALLEST_RADIUS_M && radiusM <= LARGEST_RADIUS_M)) {
                throw Rejected.invalid(null, "problem.geofence.radius", SMALLEST_RADIUS_M, LARGEST_RADIUS_M);
            }
        }

        @Override
        public boolean contains(double lat, double lon) {
            return center.distanceM(lat, lon) <= radiusM;
        }

        @Override
        public Point middle() {
            return center;
        }

        @Override
        public String toString() {
            return "circle, " + Math.round(radiusM) + " m around " + center;
        }
    }

    /**
     * What a ring encloses, without the holes that further rings cut out. The sides of a ring are straight lines between longitudes
     * and latitudes, as in GeoJSON, and do not reach across the 180th meridian.
     *
     * @param rings the outer one first; each without the repetition of its first point at the end, which is taken away
     */
    record Polygon(List<List<Point>> rings) implements Geofence {

        public Polygon {
            rings = Rings.checked(rings);
        }

        /** How many points there are in all rings. */
        public int points() {
            return rings.stream().mapToInt(List::size).sum();
        }

        @Override
        public boolean contains(double lat, double lon) {
            return Rings.contain(rings, lat, lon);
        }

        @Override
        public Point middle() {
            return Rings.middle(rings.getFirst());
        }

        @Override
        public String toString() {
            return "polygon of " + points() + " points around " + middle();
        }
    }
}
