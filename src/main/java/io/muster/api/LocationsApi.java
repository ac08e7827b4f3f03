package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Rejected;
import io.muster.location.Location;
import io.muster.location.LocationData;
import io.muster.location.LocationRow;
import io.muster.location.Locations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The locations of customers. */
@RestController
@RequestMapping("/api/v1/locations")
@Tag(name = "Locations")
class LocationsApi {

    private static final String PATH = "/api/v1/locations/";

    private final Locations locations;
    private final Access access;

    LocationsApi(Locations locations, Access access) {
        this.locations = locations;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "Locations of a customer and, as far as the sender's rights reach there, of those below it")
    Page<LocationJson> list(
            @RequestParam(required = false) @Nullable String customerId, @ParameterObject Page.Asked asked) {
        CustomerId customer = customerId == null ? access.actor().customer() : CustomerId.of(customerId);
        return Page.of(locations.list(customer, asked.query()), LocationJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One location")
    ResponseEntity<LocationJson> get(@PathVariable String id) {
        return answer(Permission.LIST_LOCATIONS, LocationId.of(id));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a location of a customer")
    ResponseEntity<LocationJson> create(@RequestBody Body<LocationInput> body) {
        Fields fields = new Fields();
        LocationInput input = body.over(LocationInput.NOTHING, fields);
        CustomerId customer = input.customer(access.actor().customer(), fields);
        LocationData data = input.data(fields);
        Location created = create(customer, data);
        LocationRow row = locations.get(Permission.MANAGE_LOCATIONS, created.id());
        return Versions.created(PATH + row.id(), LocationJson.of(row), row.version());
    }

    /** A customer out of reach is an error of that field, as an unknown one is. */
    private Location create(CustomerId customer, LocationData data) {
        try {
            return locations.create(customer, data);
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid("customerId", "problem.customer.unknown");
            }
            throw rejected;
        }
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change some fields of a location", description = "Absent fields stay as they are.")
    ResponseEntity<LocationJson> edit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<LocationInput> body) {
        LocationRow before = locations.get(Permission.MANAGE_LOCATIONS, LocationId.of(id));
        Versions.match(ifMatch, before.version());
        Fields fields = new Fields();
        LocationInput input = body.toChange(LocationInput.class).over(LocationInput.of(before), fields);
        locations.edit(before.id(), before.version(), input.data(fields));
        return answer(Permission.MANAGE_LOCATIONS, before.id());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Delete a location",
            description = "Its devices stay with their customer. Users who see devices at it alone then see none.")
    void delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        LocationRow row = locations.get(Permission.MANAGE_LOCATIONS, LocationId.of(id));
        Versions.match(ifMatch, row.version());
        locations.delete(row.id(), ifMatch == null ? null : row.version());
    }

    private ResponseEntity<LocationJson> answer(Permission permission, LocationId id) {
        LocationRow row = locations.get(permission, id);
        return Versions.ok(LocationJson.of(row), row.version());
    }
}
