package io.muster.customer;

import io.muster.kernel.CustomerId;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface CustomerRepository extends Repository<Customer, CustomerId> {

    Customer save(Customer customer);

    Optional<Customer> findById(CustomerId id);

    /** The account, if there is one. Whoever changes the shape of the tree waits here for others who do the same. */
    @Query("select id from customer where parent_id is null for update")
    Optional<Long> lockTree();

    @Modifying
    @Query("delete from customer where id = :id")
    void delete(CustomerId id);

    @Query("select count(*) from customer")
    long count();
}
