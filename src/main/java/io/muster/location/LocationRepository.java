package io.muster.location;

import io.muster.kernel.LocationId;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface LocationRepository extends Repository<Location, LocationId> {

    Location save(Location location);

    Optional<Location> findById(LocationId id);

    @Modifying
    @Query("delete from location where id = :id")
    void delete(LocationId id);
}
