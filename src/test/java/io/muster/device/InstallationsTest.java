package io.muster.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.Cast;
import io.muster.MusterTest;
import io.muster.access.Group;
import io.muster.customer.Customer;
import io.muster.device.Checkup.Cause;
import io.muster.device.Installation.Outcome;
import io.muster.kernel.CustomerId;
import io.muster.kernel.DeviceId;
import io.muster.kernel.LocationId;
import io.muster.kernel.Name;
import io.muster.kernel.Rejected;
import io.muster.kernel.UnitId;
import io.muster.location.Locations;
import io.muster.user.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What whoever claimed a unit on site sees of it, enters, and can take back. */
@MusterTest
class InstallationsTest {

    private static final ClaimCode LABEL = new ClaimCode("K7D2M9QX4T");

    @Autowired
    Cast cast;

    @Autowired
    UnitClaims claims;

    @Autowired
    Installations installations;

    @Autowired
    Vehicles vehicles;

    @Autowired
    InstallPhotos photos;

    @Autowired
    DeviceRegistry registry;

    @Autowired
    Enrolment enrolment;

    @Autowired
    UnitCredentials credentials;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    private Customer customer;
    private User installer;

    @BeforeEach
    void somebody_on_site() {
        customer = cast.customer();
        installer = cast.user(customer.id(), Group.INSTALLER);
        make_room();
    }

    /** The quarantine lets ten in a minute; neither this test nor the next one is to wait for that. */
    @AfterEach
    void make_room() {
        jdbc.sql("update device set created_at = ? where customer_id is null")
                .param(Instant.now().minusSeconds(3600).atOffset(ZoneOffset.UTC))
                .update();
    }

    @Test
    void a_label_is_checked_without_anything_being_claimed() {
        Registered device = register(customer.id(), false);
        Cast.does(installer, () -> claims.check(device.device().unitId(), code(device)));
        assertThat(row(device).state()).isEqualTo(UnitState.PENDING);
        assertRefused("problem.claim", () -> {
            claims.check(device.device().unitId(), LABEL);
            return true;
        });
        Registered theirs = register(cast.customer().id(), true);
        assertRefused("problem.claim", () -> {
            claims.check(theirs.device().unitId(), code(theirs));
            return true;
        });
    }

    @Test
    void a_scanned_label_is_read_and_anything_else_is_not() {
        assertThat(UnitLabel.of("MUSTER1:A3F09C11-77DE-4B0E-9A51-C2D4E6F70812:k7d2m-9qx4t"))
                .isEqualTo(new UnitLabel(new UnitId("a3f09c1177de4b0e9a51c2d4e6f70812"), LABEL));
        for (String other : new String[] {"https://example.com", "MUSTER1:", "MUSTER1:unit-1", "", "x".repeat(300)}) {
            assertThatThrownBy(() -> UnitLabel.of(other)).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void a_claim_is_taken_back_and_everything_is_as_it_was() {
        LocationId depot = Cast.as(cast.owner(), () -> locations.create(customer.id(), new Name("Depot")))
                .id();
        Registered device = register(customer.id(), false);
        DeviceId id = claim(device, depot);
        Cast.as(installer, () -> vehicles.enter(id, plate("AB 12 345")));
        Cast.does(installer, () -> installations.undo(id));
        assertThat(row(device).state()).isEqualTo(UnitState.PENDING);
        assertThat(row(device).locationId()).isNull();
        assertThat(Cast.as(cast.owner(), () -> vehicles.of(id))).isEmpty();
        assertThat(actions(id)).containsExactly("registered", "claimed", "vehicle_entered", "claim_undone");
        assertRefused("problem.notFound", () -> installations.get(id));
        assertThat(claim(device, null)).as("by the same code").isEqualTo(id);
    }

    @Test
    void a_unit_that_belonged_to_nobody_goes_back_there_without_its_password() {
        UnitId unit = newUnit();
        ask(unit, "the-unit", proof("the-unit", unit));
        DeviceId id = Cast.as(installer, () -> claims.claim(unit, LABEL, customer.id(), null))
                .id();
        EnrollAnswer.Issued issued = (EnrollAnswer.Issued) ask(unit, "the-unit", null);
        assertThat(credentials.verify(unit, issued.password())).isTrue();
        Cast.does(installer, () -> installations.undo(id));
        assertThat(credentials.verify(unit, issued.password())).isFalse();
        DeviceRow row = Cast.as(cast.owner(), () -> registry.get(id));
        assertThat(row.state()).isEqualTo(UnitState.UNCLAIMED);
        assertThat(row.customerId()).isNull();
        assertThat(jdbc.sql(
                                "select count(*) from audit_entry where entity = ? and action = 'claim_undone' and customer_id = ?")
                        .params(id.toString(), customer.id().value())
                        .query(Long.class)
                        .single())
                .as("in the history of the customer that had it")
                .isOne();
        assertThat(ask(unit, "the-unit", proof("the-unit", unit))).isInstanceOf(EnrollAnswer.Pending.class);
        assertThat(Cast.as(installer, () -> claims.claim(unit, LABEL, customer.id(), null))
                        .id())
                .isEqualTo(id);
    }

    @Test
    void a_claim_is_not_taken_back_late_nor_by_others_nor_after_another_decision() {
        Registered late = register(customer.id(), false);
        DeviceId id = claim(late, null);
        User colleague = cast.user(customer.id(), Group.INSTALLER);
        assertRefused(colleague, "problem.notFound", () -> {
            installations.undo(id);
            return true;
        });
        age(id, 16);
        assertRefused("problem.install.undo", () -> {
            installations.undo(id);
            return true;
        });
        Registered moved = register(customer.id(), false);
        DeviceId decided = claim(moved, null);
        jdbc.sql("update device set rev = rev + 1 where id = ?")
                .param(decided.value())
                .update();
        assertRefused("problem.install.undo", () -> {
            installations.undo(decided);
            return true;
        });
    }

    @Test
    void an_installer_sees_what_they_installed_today_and_nothing_else() {
        Registered device = register(customer.id(), false);
        DeviceId id = claim(device, null);
        assertThat(Cast.as(installer, () -> installations.get(id)).installedBy())
                .isEqualTo(installer.username());
        assertRefused(
                "problem.forbidden",
                () -> registry.list(customer.id(), io.muster.kernel.ListQuery.all(), DeviceFilter.NONE));
        assertThatThrownBy(() -> Cast.as(installer, () -> registry.get(id))).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Cast.as(installer, () -> vehicles.of(id))).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> Cast.as(installer, () -> photos.taken(id))).isInstanceOf(Rejected.class);
        DeviceId other = register(customer.id(), true).device().id();
        for (Callable<?> attempt : List.<Callable<?>>of(
                () -> installations.get(other),
                () -> installations.checkup(other),
                () -> installations.finish(other),
                () -> vehicles.installed(other),
                () -> vehicles.enter(other, plate("X")),
                () -> photos.installed(other))) {
            assertRefused("problem.notFound", attempt);
        }
        age(id, 25 * 60);
        assertRefused("problem.notFound", () -> installations.get(id));
    }

    @Test
    void the_checklist_says_why_nothing_comes() {
        Registered device = register(customer.id(), false);
        UnitId unit = device.device().unitId();
        DeviceId id = claim(device, null);
        assertThat(checkup(id).cause()).isEqualTo(Cause.NEVER_CONNECTED);
        jdbc.sql("update unit_credential set password_hash = null where device_id = ?")
                .param(id.value())
                .update();
        assertThat(checkup(id).cause()).isEqualTo(Cause.NO_PASSWORD);
        refuse(unit, "schema_invalid", 10);
        assertThat(checkup(id).cause()).isEqualTo(Cause.REFUSED);
        assertThat(checkup(id).reason()).isEqualTo("schema_invalid");
        refuse(unit, "not_signed_in", 20);
        assertThat(checkup(id).cause()).isEqualTo(Cause.WRONG_PASSWORD);
        jdbc.sql("delete from ingest_log where unit_id = ?").param(unit.value()).update();
        heard(id, "last_seen_at", -60);
        jdbc.sql("update unit_credential set password_hash = ? where device_id = ?")
                .params("0".repeat(64), id.value())
                .update();
        assertThat(checkup(id).cause()).isEqualTo(Cause.SILENT);
        heard(id, "last_seen_at", 60);
        assertThat(checkup(id).cause()).isEqualTo(Cause.NOT_ANNOUNCED);
        assertThat(Cast.as(installer, () -> installations.finish(id)).outcome()).isEqualTo(Outcome.UNVERIFIED);
        heard(id, "announced_at", 60);
        assertThat(checkup(id).announced()).isTrue();
        assertThat(checkup(id).complete()).isFalse();
        assertThat(Cast.as(installer, () -> installations.finish(id)).outcome()).isEqualTo(Outcome.VERIFIED);
        assertThat(actions(id)).containsSubsequence("install_unverified", "install_verified");
    }

    @Test
    void a_vehicle_is_kept_and_what_is_odd_about_it_is_noticed() {
        Registered one = register(customer.id(), false);
        Registered two = register(customer.id(), false);
        DeviceId first = claim(one, null);
        DeviceId second = claim(two, null);
        Vin vin = new Vin("1M8GDM9AXKP042788");
        Vehicle vehicle = new Vehicle(" ab 12-345 ", vin, 120_000L, "Volvo", "FH");
        assertThat(Cast.as(installer, () -> vehicles.enter(first, vehicle))).isEmpty();
        assertThat(Cast.as(cast.owner(), () -> vehicles.of(first)).orElseThrow().plate())
                .isEqualTo("AB 12-345");
        jdbc.sql("update device set vin = 'WVWZZZ1JZXW000001' where id = ?")
                .param(second.value())
                .update();
        assertThat(Cast.as(installer, () -> vehicles.enter(second, new Vehicle("AB12345", vin, null, null, null))))
                .containsExactlyInAnyOrder(
                        Vehicle.Finding.OTHER_VIN_TOLD, Vehicle.Finding.PLATE_TWICE, Vehicle.Finding.VIN_TWICE);
        Customer elsewhere = cast.customer();
        User stranger = cast.user(elsewhere.id(), Group.INSTALLER);
        Registered theirs = register(elsewhere.id(), false);
        DeviceId third = Cast.as(
                        stranger, () -> claims.claim(theirs.device().unitId(), code(theirs), elsewhere.id(), null))
                .id();
        assertThat(Cast.as(stranger, () -> vehicles.enter(third, vehicle)))
                .as("nothing is told of what others have")
                .isEmpty();
    }

    @Test
    void the_check_digit_of_a_vin_is_known_and_its_letters_are_certain() {
        assertThat(new Vin("1M8GDM9AXKP042788").checksOut()).isTrue();
        assertThat(new Vin("11111111111111111").checksOut()).isTrue();
        assertThat(new Vin("WVWZZZ1JZXW000001").checksOut()).isFalse();
        assertThat(Vin.of("I1M8GDM9AXKP042788")).isEqualTo(new Vin("1M8GDM9AXKP042788"));
        assertThatThrownBy(() -> Vin.of("1M8GDM9AXKP04278O")).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> new Vehicle(" ", null, null, "", null)).isInstanceOf(Rejected.class);
    }

    @Test
    void a_photo_is_written_anew_without_what_the_camera_noted() throws IOException {
        DeviceId id = claim(register(customer.id(), false), null);
        byte[] sent = Pictures.withNote(Pictures.picture("jpeg"));
        assertThat(new String(sent, StandardCharsets.ISO_8859_1)).contains(Pictures.NOTE);
        Cast.does(installer, () -> photos.keep(id, sent));
        byte[] kept = Cast.as(
                        cast.owner(),
                        () -> photos.of(id, photos.taken(id).getFirst().installation()))
                .orElseThrow();
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(Pictures.NOTE);
        assertThat(ImageIO.read(new ByteArrayInputStream(kept)).getWidth()).isEqualTo(40);
        Cast.does(installer, () -> photos.keep(id, Pictures.picture("png")));
        assertThat(Cast.as(installer, () -> photos.installed(id)).orElseThrow()).startsWith(0xff, 0xd8);
        for (byte[] none : new byte[][] {
            "<svg/>".getBytes(StandardCharsets.UTF_8), Pictures.picture("bmp"), {}, java.util.Arrays.copyOf(sent, 30)
        }) {
            assertRefused("problem.photo", () -> {
                photos.keep(id, none);
                return true;
            });
        }
        assertRefused("problem.photo.large", () -> {
            photos.keep(id, new byte[InstallPhotos.MOST_BYTES + 1]);
            return true;
        });
    }

    private Checkup checkup(DeviceId id) {
        return Cast.as(installer, () -> installations.checkup(id));
    }

    private void heard(DeviceId id, String column, long seconds) {
        jdbc.sql("update device_presence set " + column + " = ? where device_id = ?")
                .params(Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC), id.value())
                .update();
    }

    private void refuse(UnitId unit, String reason, long seconds) {
        jdbc.sql("""
                        insert into ingest_log (first_at, last_at, times, unit_id, topic, verdict, reason, detail, excerpt)
                        values (:at, :at, 1, :unit, 't', 'refused', :reason, '', '')
                        """)
                .param("at", Instant.now().plusSeconds(seconds).atOffset(ZoneOffset.UTC))
                .param("unit", unit.value())
                .param("reason", reason)
                .update();
    }

    private void age(DeviceId id, long minutes) {
        jdbc.sql("update installation set began_at = ? where device_id = ?")
                .params(Instant.now().minusSeconds(minutes * 60).atOffset(ZoneOffset.UTC), id.value())
                .update();
    }

    private List<String> actions(DeviceId id) {
        return jdbc.sql("select action from audit_entry where kind = 'DEVICE' and entity = ? order by id")
                .param(id.toString())
                .query(String.class)
                .list();
    }

    private void assertRefused(String key, Callable<?> attempt) {
        assertRefused(installer, key, attempt);
    }

    private static void assertRefused(User user, String key, Callable<?> attempt) {
        assertThatThrownBy(() -> Cast.as(user, attempt))
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.problem().key()).isEqualTo(key));
    }

    private DeviceId claim(Registered device, @Nullable LocationId location) {
        return Cast.as(installer, () -> claims.claim(device.device().unitId(), code(device), customer.id(), location))
                .id();
    }

    private DeviceRow row(Registered device) {
        return Cast.as(cast.owner(), () -> registry.get(device.device().id()));
    }

    private Registered register(CustomerId owner, boolean accept) {
        return Cast.as(cast.owner(), () -> registry.register(new RegisterDevice(newUnit(), null, owner, null, accept)));
    }

    private static ClaimCode code(Registered device) {
        return new ClaimCode(device.credential().claimCode());
    }

    private static Vehicle plate(String plate) {
        return new Vehicle(plate, null, null, null, null);
    }

    private EnrollAnswer ask(UnitId unit, String client, @Nullable String proof) {
        return enrolment.enroll(new EnrollRequest(client, "", UUID.randomUUID().toString(), unit, null, proof, null));
    }

    private static String proof(String client, UnitId unit) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(LABEL.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((client + ":" + unit).getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnitId newUnit() {
        return new UnitId(UUID.randomUUID().toString().replace("-", ""));
    }
}
