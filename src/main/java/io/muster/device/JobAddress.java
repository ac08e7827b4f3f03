package io.muster.device;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where the link of a job leads. The secret stands behind the #, which browsers send to nobody: it is in no log and no
 * Referer. The page takes it out of the address at once.
 */
@Component
public class JobAddress {

    private final String publicUrl;

    JobAddress(@Value("${muster.public-url}") String publicUrl) {
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    public String of(InstallJobs.Issued issued) {
        return publicUrl + "/job#" + issued.secret();
    }
}
