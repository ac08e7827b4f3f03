package io.muster.customer;

import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;

/** What people enter about a customer. */
public record CustomerData(
        Name name, EmailAddress email, Country country, Preferences preferences, MfaPolicy mfaPolicy) {}
