package io.muster.device.ui;

import io.muster.access.Actor;
import io.muster.access.Permission;
import io.muster.customer.Customer;
import io.muster.customer.Customers;
import io.muster.device.InstallJobs;
import io.muster.device.JobAddress;
import io.muster.kernel.CustomerId;
import io.muster.location.Locations;
import io.muster.user.Mailbox;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/** The dialogs of install jobs, each with the services that it needs. */
@Component
class JobTools {

    private final InstallJobs jobs;
    private final Customers customers;
    private final Locations locations;
    private final JobAddress address;
    private final Mailbox mailbox;

    JobTools(InstallJobs jobs, Customers customers, Locations locations, JobAddress address, Mailbox mailbox) {
        this.jobs = jobs;
        this.customers = customers;
        this.locations = locations;
        this.address = address;
        this.mailbox = mailbox;
    }

    Customer customer(CustomerId id) {
        return customers.get(id);
    }

    JobForm form(Actor viewer, LocalDate today, Customer place) {
        return new JobForm(
                customers,
                locations,
                viewer.preferences().timeZone(),
                today,
                customers.row(Permission.MANAGE_INSTALL_JOBS, place.id()),
                viewer.restricted());
    }

    void show(InstallJobs.Issued issued) {
        JobLinkDialog.open(jobs, issued, address.of(issued), mailbox.isConfigured());
    }
}
