package io.muster.shell;

import io.muster.access.Unguarded;
import io.muster.customer.CustomerData;
import io.muster.customer.MfaPolicy;
import io.muster.kernel.Country;
import io.muster.kernel.EmailAddress;
import io.muster.kernel.Name;
import io.muster.kernel.Preferences;
import io.muster.kernel.Rejected;
import io.muster.user.FirstStart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Service;

/**
 * Opens an empty installation: by the settings, or by a one-time code that only whoever reads the log knows. Comes before what
 * else the command line asks for.
 */
@Service
@Order(0)
@EnableConfigurationProperties(SetupProperties.class)
class Setup implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final Pattern NO_LETTER = Pattern.compile("[\\s\\p{Pd}]");
    private static final int MOST_WRONG = 20;

    private final FirstStart firstStart;
    private final SetupProperties settings;
    private final MessageSource texts;
    private final String publicUrl;
    private String code = newCode();
    private int wrong;

    Setup(
            FirstStart firstStart,
            SetupProperties settings,
            MessageSource texts,
            @org.springframework.beans.factory.annotation.Value("${muster.public-url}") String publicUrl) {
        this.firstStart = firstStart;
        this.settings = settings;
        this.texts = texts;
        this.publicUrl = publicUrl;
    }

    /** What the first visitor enters. */
    record Entered(Name account, EmailAddress email, Country country, ZoneId timeZone, String password) {}

    @Override
    @Unguarded("the settings of whoever starts the program; and the database must be empty")
    public void run(ApplicationArguments arguments) {
        if (!firstStart.isOpen()) {
            return;
        }
        if (settings.account() != null && settings.email() != null && settings.password() != null) {
            unattended(settings.account(), settings.email(), settings.password());
        } else {
            announce();
        }
    }

    private void unattended(String account, String address, String password) {
        Country country = told(
                "MUSTER_SETUP_COUNTRY",
                () -> new Country(Optional.ofNullable(settings.country())
                        .orElse(
                                Locale.getDefault().getCountry().length() == 2
                                        ? Locale.getDefault().getCountry()
                                        : "US")));
        String named = settings.timeZone();
        ZoneId zone = named == null ? usualZone() : told("MUSTER_SETUP_TIME_ZONE", () -> Preferences.zone(named));
        EmailAddress email = told("MUSTER_SETUP_EMAIL", () -> new EmailAddress(address));
        CustomerData data = told("MUSTER_SETUP_ACCOUNT", () -> data(new Name(account), email, country, zone));
        boolean made = told("MUSTER_SETUP_PASSWORD or MUSTER_SETUP_API_TOKEN", () -> made(data, email, password));
        LOG.info(
                made
                        ? "The account has been made from the settings; they are ignored from now on"
                        : "Another instance has made the account in this moment; the settings are ignored");
    }

    /** False when another instance that was started at the same time was faster. */
    private boolean made(CustomerData data, EmailAddress email, String password) {
        try {
            firstStart.create(data, email, FirstStart.usernameFor(email), password, settings.apiToken());
            return true;
        } catch (Rejected refused) {
            if (firstStart.isOpen()) {
                throw refused;
            }
            return false;
        }
    }

    /** What is wrong with a setting is for whoever starts the program to read. */
    private <T> T told(String setting, Supplier<T> work) {
        try {
            return work.get();
        } catch (Rejected wrong) {
            Rejected.Problem problem = wrong.problem();
            throw new IllegalStateException(
                    setting + ": "
                            + texts.getMessage(problem.key(), problem.args().toArray(), problem.key(), Locale.ENGLISH),
                    wrong);
        }
    }

    private void announce() {
        LOG.info("This installation is empty. Open {}/setup and enter this one-time code: {}", publicUrl, code);
    }

    @Unguarded("tells nothing but whether set-up is still open")
    boolean isOpen() {
        return firstStart.isOpen();
    }

    /**
     * Makes the account and its owner.
     *
     * @throws Rejected when the code is wrong; after 20 wrong ones there is a new code in the log
     */
    @Unguarded("the one-time code that the log prints")
    synchronized void create(String typed, Entered entered) {
        if (!MessageDigest.isEqual(letters(typed), letters(code))) {
            wrong++;
            if (wrong >= MOST_WRONG) {
                wrong = 0;
                code = newCode();
                announce();
            }
            throw Rejected.invalid("code", "problem.setup.code");
        }
        firstStart.create(
                data(entered.account(), entered.email(), entered.country(), entered.timeZone()),
                entered.email(),
                FirstStart.usernameFor(entered.email()),
                entered.password(),
                null);
        code = newCode();
    }

    /** Without the dashes: it may be grouped as one likes. */
    static byte[] letters(String code) {
        return NO_LETTER.matcher(code.toUpperCase(Locale.ROOT)).replaceAll("").getBytes(StandardCharsets.UTF_8);
    }

    static ZoneId usualZone() {
        ZoneId zone = ZoneId.systemDefault();
        return Preferences.zones().contains(zone) ? zone : ZoneId.of("UTC");
    }

    private static CustomerData data(Name account, EmailAddress email, Country country, ZoneId zone) {
        return new CustomerData(
                account,
                email,
                country,
                new Preferences(zone, Preferences.TimeFormat.H24, Preferences.UnitSystem.METRIC),
                MfaPolicy.OPTIONAL);
    }

    private static String newCode() {
        SecureRandom random = new SecureRandom();
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            letters.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }
}
