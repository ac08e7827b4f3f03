package io.muster.customer;

import io.muster.kernel.CustomerId;

/**
 * A customer as a line of a list.
 *
 * @param users   users assigned to the customer itself
 * @param devices devices of the customer itself
 */
public record CustomerRow(
        CustomerId id, String name, String email, String country, long users, long devices, CustomerStatus status) {}
