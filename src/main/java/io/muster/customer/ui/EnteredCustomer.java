package io.muster.customer.ui;

import io.muster.customer.CustomerData;
import io.muster.customer.Quota;

/** What was entered in the form of a customer. */
record EnteredCustomer(CustomerData data, Quota quota) {}
