package io.muster.location;

import io.muster.kernel.Rejected;
import io.muster.location.Geofence.Point;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What there is to know about the rings of a polygon, on a plane of longitudes and latitudes. */
final class Rings {

    private static final int FEWEST_POINTS = 3;

    private Rings() {}

    private record Side(Point from, Point to) {

        boolean crosses(Side other) {
            return turn(from, to, other.from) * turn(from, to, other.to) < 0
                    && turn(other.from, other.to, from) * turn(other.from, other.to, to) < 0;
        }
    }

    /** To which side the way from a by b to c turns: 1, -1, or 0 for straight on. */
    private static double turn(Point a, Point b, Point c) {
        return Math.signum((b.lon() - a.lon()) * (c.lat() - a.lat()) - (b.lat() - a.lat()) * (c.lon() - a.lon()));
    }

    /** The rings, each open at its end. */
    static List<List<Point>> checked(List<List<Point>> given) {
        List<List<Point>> rings = given.stream().map(Rings::opened).toList();
        if (rings.isEmpty() || rings.stream().anyMatch(ring -> new HashSet<>(ring).size() < FEWEST_POINTS)) {
            throw Rejected.invalid(null, "problem.geofence.few", FEWEST_POINTS);
        }
        if (rings.stream().mapToInt(List::size).sum() > Geofence.MOST_POINTS) {
            throw Rejected.invalid(null, "problem.geofence.many", Geofence.MOST_POINTS);
        }
        List<Side> sides = rings.stream().flatMap(ring -> sides(ring).stream()).toList();
        if (sides.stream().anyMatch(side -> Math.abs(side.from.lon() - side.to.lon()) > 180)) {
            throw Rejected.invalid(null, "problem.geofence.meridian");
        }
        if (cross(sides)) {
            throw Rejected.invalid(null, "problem.geofence.crossing");
        }
        if (rings.stream().anyMatch(Rings::isFlat)) {
            throw Rejected.invalid(null, "problem.geofence.flat");
        }
        List<List<Point>> outer = rings.subList(0, 1);
        for (List<Point> hole : rings.subList(1, rings.size())) {
            // As no sides cross, a hole is inside with all of its points or with none, but for those on the border.
            if (hole.stream().noneMatch(point -> contain(outer, point.lat(), point.lon()))) {
                throw Rejected.invalid(null, "problem.geofence.hole");
            }
        }
        return rings;
    }

    private static List<Point> opened(List<Point> ring) {
        boolean closed = ring.size() > 1 && ring.getFirst().equals(ring.getLast());
        return List.copyOf(closed ? ring.subList(0, ring.size() - 1) : ring);
    }

    private static List<Side> sides(List<Point> ring) {
        List<Side> sides = new ArrayList<>();
        Point before = ring.getLast();
        for (Point point : ring) {
            sides.add(new Side(before, point));
            before = point;
        }
        return sides;
    }

    /** Rings may touch themselves and each other. */
    private static boolean cross(List<Side> sides) {
        for (int i = 0; i < sides.size(); i++) {
            for (int j = i + 1; j < sides.size(); j++) {
                if (sides.get(i).crosses(sides.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFlat(List<Point> ring) {
        Point first = ring.getFirst();
        Point other =
                ring.stream().filter(point -> !point.equals(first)).findFirst().orElse(first);
        return ring.stream().allMatch(point -> turn(first, other, point) == 0);
    }

    /** Whether a way from there to the east leaves the rings once more than it enters them. */
    static boolean contain(List<List<Point>> rings, double lat, double lon) {
        boolean inside = false;
        for (List<Point> ring : rings) {
            for (Side side : sides(ring)) {
                Point a = side.from;
                Point b = side.to;
                boolean passes = a.lat() > lat != b.lat() > lat;
                if (passes && lon < a.lon() + (lat - a.lat()) / (b.lat() - a.lat()) * (b.lon() - a.lon())) {
                    inside = !inside;
                }
            }
        }
        return inside;
    }

    /** The middle of the box around a ring. */
    static Point middle(List<Point> ring) {
        return new Point(middle(ring, Point::lat), middle(ring, Point::lon));
    }

    private static double middle(List<Point> ring, ToDoubleFunction<Point> coordinate) {
        return (ring.stream().mapToDouble(coordinate).min().orElseThrow()
                        + ring.stream().mapToDouble(coordinate).max().orElseThrow())
                / 2;
    }
}
