package io.muster.api;

import io.muster.access.Access;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.CustomerMoves;
import io.muster.customer.CustomerRemoval;
import io.muster.customer.CustomerRow;
import io.muster.customer.Customers;
import io.muster.customer.Quotas;
import io.muster.kernel.CustomerId;
import io.muster.kernel.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tree of customers, from the sender's own customer down. */
@RestController
@RequestMapping("/api/v1/customers")
@Tag(name = "Customers")
class CustomersApi {

    private static final String PATH = "/api/v1/customers/";

    private final Customers customers;
    private final Quotas quotas;
    private final CustomerMoves moves;
    private final CustomerRemoval removal;
    private final Access access;

    CustomersApi(Customers customers, Quotas quotas, CustomerMoves moves, CustomerRemoval removal, Access access) {
        this.customers = customers;
        this.quotas = quotas;
        this.moves = moves;
        this.removal = removal;
        this.access = access;
    }

    @GetMapping
    @Operation(summary = "The sender's own customer and all that are nested below it")
    Page<CustomerJson> list(@ParameterObject Page.Asked asked) {
        return Page.of(customers.choices(Permission.SEE_CUSTOMER, asked.query()), CustomerJson::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One customer")
    ResponseEntity<CustomerJson> get(@PathVariable String id) {
        CustomerRow row = customers.row(Permission.SEE_CUSTOMER, CustomerId.of(id));
        return Versions.ok(CustomerJson.of(row), row.version());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a customer below another one")
    ResponseEntity<CustomerJson> create(@RequestBody Body<CustomerInput> body) {
        Fields fields = new Fields();
        String asked = body.over(CustomerInput.NOTHING, fields).parentId();
        CustomerRow home =
                customers.row(Permission.CREATE_CUSTOMER, access.actor().customer());
        CustomerRow found = asked == null ? home : fields.required("parentId", asked, this::parent);
        // Without a parent nothing is created; the other fields are checked all the same.
        CustomerRow parent = found == null ? home : found;
        CustomerInput input = body.over(CustomerInput.below(parent), fields);
        Customer created = quotas.create(parent.id(), input.data(fields), input.limits());
        CustomerRow row = customers.row(Permission.CREATE_CUSTOMER, created.id());
        return Versions.created(PATH + row.id(), CustomerJson.of(row), row.version());
    }

    private CustomerRow parent(String id) {
        try {
            return customers.row(Permission.CREATE_CUSTOMER, CustomerId.of(id));
        } catch (Rejected rejected) {
            if (rejected.kind() == Rejected.Kind.NOT_FOUND) {
                throw Rejected.invalid(null, "problem.customer.unknown");
            }
            throw rejected;
        }
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change some fields of a customer", description = "Absent fields stay as they are.")
    ResponseEntity<CustomerJson> edit(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<CustomerInput> body) {
        CustomerRow before = customers.row(Permission.EDIT_CUSTOMER, CustomerId.of(id));
        Versions.match(ifMatch, before.version());
        Fields fields = new Fields();
        CustomerInput input = body.toChange(CustomerInput.class).over(CustomerInput.of(before), fields);
        quotas.edit(before.id(), before.version(), input.data(fields), input.limits());
        CustomerRow row = customers.row(Permission.EDIT_CUSTOMER, before.id());
        return Versions.ok(CustomerJson.of(row), row.version());
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a customer that is empty", description = "409 says what is inside, if it is not.")
    void delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        CustomerRow row = customers.row(Permission.DELETE_CUSTOMER, CustomerId.of(id));
        removal.delete(row.id(), version(ifMatch, row));
    }

    @PostMapping("/{id}/empty")
    @Operation(
            summary = "Move everything inside a customer to the one above it",
            description = "Users, devices, locations and nested customers: all of them, or none.")
    ResponseEntity<CustomerJson> empty(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        CustomerRow row = customers.row(Permission.DELETE_CUSTOMER, CustomerId.of(id));
        version(ifMatch, row);
        removal.empty(row.id());
        return answer(row.id());
    }

    @PostMapping("/{id}/move")
    @Operation(
            summary = "Move a customer, with everything below it, below another one",
            description = "409 when that one is the customer itself or below it.")
    ResponseEntity<CustomerJson> move(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Body<MoveInput> body) {
        CustomerRow row = customers.row(Permission.MOVE_CUSTOMER, CustomerId.of(id));
        Long version = version(ifMatch, row);
        Fields fields = new Fields();
        String asked = body.over(new MoveInput(null), fields).parentId();
        CustomerId parent =
                fields.required("parentId", asked, Fields.known(CustomerId::of, "problem.customer.unknown"));
        fields.throwIfAny();
        moves.move(row.id(), version, Objects.requireNonNull(parent));
        return answer(row.id());
    }

    /**
     * Where a customer is to be moved.
     *
     * @param parentId the customer that is to be right above it
     */
    record MoveInput(
            @Sent(create = Sent.Rule.NEEDED) @Nullable String parentId) {}

    @PostMapping("/{id}/suspend")
    @Operation(
            summary = "Suspend a customer and all that are nested below it",
            description = "Their users are refused at once; their units are heard, and nothing else.")
    ResponseEntity<CustomerJson> suspend(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        CustomerRow row = customers.row(Permission.SUSPEND_CUSTOMER, CustomerId.of(id));
        customers.suspend(row.id(), version(ifMatch, row));
        return answer(row.id());
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "End the suspension of a customer")
    ResponseEntity<CustomerJson> resume(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        CustomerRow row = customers.row(Permission.SUSPEND_CUSTOMER, CustomerId.of(id));
        customers.resume(row.id(), version(ifMatch, row));
        return answer(row.id());
    }

    /** The version that a client holds its change against; null when it does not care. */
    private static @Nullable Long version(@Nullable String ifMatch, CustomerRow row) {
        Versions.match(ifMatch, row.version());
        return ifMatch == null ? null : row.version();
    }

    private ResponseEntity<CustomerJson> answer(CustomerId id) {
        CustomerRow row = customers.row(Permission.SUSPEND_CUSTOMER, id);
        return Versions.ok(CustomerJson.of(row), row.version());
    }
}
