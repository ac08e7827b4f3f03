package io.muster.location;

import io.muster.kernel.CustomerId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import java.time.Instant;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/** A place of a customer, which narrows what its users see. */
@Table("location")
public record Location(
        @Id LocationId id,
        CustomerId customerId,
        Name name,
        Instant createdAt,
        @Version long version) {}
