package io.muster.api;

import io.muster.kernel.CustomerId;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.location.GeoJson;
import io.muster.location.Geofence;
import io.muster.location.LocationData;
import io.muster.location.LocationRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What can be sent about a location.
 *
 * @param color      {@code #rrggbb}
 * @param geofence   area that belongs to it, sent whole; null for none
 * @param customerId only at creation; the sender's own customer when absent
 */
record LocationInput(
        @Sent(create = Sent.Rule.NEEDED, change = Sent.Rule.NO_NULL) @Nullable
        String name,

        @Nullable String contactEmail,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String notes,
        @Nullable String color,

        @Nullable @Schema(implementation = LocationGeofence.class)
        JsonNode geofence,

        @Sent(change = Sent.Rule.NO_FIELD) @Nullable String customerId) {

    static final LocationInput NOTHING = new LocationInput(null, null, null, null, null, null, null, null);

    /** The present state of a location. */
    static LocationInput of(LocationRow row) {
        return new LocationInput(
                row.name(),
                row.contactEmail(),
                row.phone(),
                row.address(),
                row.notes(),
                row.color(),
                row.geofence() == null ? null : GeoJson.write(row.geofence()),
                null);
    }

    /** The customer that the location is to belong to; of one out of reach the service says that it is unknown. */
    CustomerId customer(CustomerId home, Fields fields) {
        CustomerId asked = customerId == null
                ? home
                : fields.required("customerId", customerId, Fields.known(CustomerId::of, "problem.customer.unknown"));
        return asked == null ? home : asked;
    }

    LocationData data(Fields fields) {
        Name validName = fields.required("name", name, Name::new);
        EmailAddress email = fields.optional("contactEmail", contactEmail, EmailAddress::new);
        Geofence area = LocationGeofence.read(geofence, fields);
        // The other fields are checked together, also when the name is missing.
        Name anyName = validName == null ? new Name("-") : validName;
        LocationData data =
                fields.whole("", () -> new LocationData(anyName, email, phone, address, notes, color, area));
        fields.throwIfAny();
        return Objects.requireNonNull(data);
    }
}
