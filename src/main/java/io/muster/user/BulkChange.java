package io.muster.user;

import io.muster.access.Group;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import java.util.Set;

/** What is to happen to many users at once. */
public sealed interface BulkChange {

    /** Lets them in again; an end of the account that has come already is taken away. */
    record Activate() implements BulkChange {}

    /** Ends all access of theirs at once; everything else stays. */
    record Deactivate() implements BulkChange {}

    /** Deletes them; they can be brought back within 30 days. */
    record Delete() implements BulkChange {}

    record AddGroup(Group group) implements BulkChange {}

    record RemoveGroup(Group group) implements BulkChange {}

    /** Assigns them to another customer; locations that do not belong there are taken away, which never widens their sight. */
    record MoveTo(CustomerId customer) implements BulkChange {}

    /** They see only devices at these locations from now on. */
    record SetLocations(Set<LocationId> locations) implements BulkChange {}

    /** Adds to the locations of those who are limited to some; whoever is not sees everything already. */
    record AddLocations(Set<LocationId> locations) implements BulkChange {}

    record RemoveLocations(Set<LocationId> locations) implements BulkChange {}

    /** They are not limited to locations any more. */
    record Everywhere() implements BulkChange {}
}
