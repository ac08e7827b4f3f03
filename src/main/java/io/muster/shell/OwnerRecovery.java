package io.muster.shell;

import io.muster.kernel.EmailAddress;
import io.muster.kernel.Rejected;
import io.muster.user.Recovery;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** {@code java -jar muster.jar --recover-owner=EMAIL}: lets an administrator of the account in again; see docs/recovery.md. */
@Component
class OwnerRecovery implements ApplicationRunner {

    private static final String OPTION = "recover-owner";

    private final Recovery recovery;

    OwnerRecovery(Recovery recovery) {
        this.recovery = recovery;
    }

    /** The link goes to the terminal and not through the logger, whose lines are often collected elsewhere. */
    @Override
    @SuppressWarnings("SystemOut")
    public void run(ApplicationArguments arguments) {
        List<String> addresses = arguments.getOptionValues(OPTION);
        if (addresses == null) {
            return;
        }
        if (addresses.stream().allMatch(String::isBlank)) {
            throw new IllegalArgumentException("--" + OPTION + "=EMAIL: whose address?");
        }
        for (String address : addresses) {
            try {
                System.out.println("Open this link to set a new password for " + address
                        + ". It works once, for a while: " + recovery.recover(new EmailAddress(address)));
            } catch (Rejected refused) {
                System.out.println("There is no administrator of the account with the address " + address);
            }
        }
    }
}
