package io.muster.customer;

import io.muster.kernel.CustomerId;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface CustomerRepository extends Repository<Customer, CustomerId> {

    Customer save(Customer customer);

    Optional<Customer> findById(CustomerId id);

    @Query("select count(*) from customer")
    long count();
}
