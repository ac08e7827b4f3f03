package io.muster.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.migration.meta.PersistenceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the embedded broker lays out its store. */
@Tag("pure")
class BrokerStoreTest {

    @TempDir
    Path data;

    private final int payloads = InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.get();
    private final PersistenceType retained = InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.get();

    /** Other tests of this virtual machine may start the broker. */
    @AfterEach
    void as_it_was() {
        InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.set(payloads);
        InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.set(retained);
    }

    @Test
    void a_new_one_is_small() throws IOException {
        BrokerStore store = new BrokerStore(data);
        assertThat(store.isNew()).isTrue();
        store.limit();
        assertThat(InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.get())
                .isEqualTo(8);
        assertThat(InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.get())
                .isEqualTo(PersistenceType.FILE);
    }

    /** What units have retained, and what waits for the listener, is looked for where it was put. */
    @Test
    void one_of_an_earlier_version_keeps_its_layout() throws IOException {
        for (int i = 0; i < 64; i++) {
            Files.createDirectories(
                    data.resolve("persistence/publish_payload_store/040500_R/publish_payload_store_" + i));
        }
        Files.createDirectories(data.resolve("persistence/retained_messages/040500_R/retained_messages_0"));
        BrokerStore store = new BrokerStore(data);
        assertThat(store.isNew()).isFalse();
        store.limit();
        assertThat(InternalConfigurations.PAYLOAD_PERSISTENCE_BUCKET_COUNT.get())
                .isEqualTo(64);
        assertThat(InternalConfigurations.RETAINED_MESSAGE_PERSISTENCE_TYPE.get())
                .isEqualTo(PersistenceType.FILE_NATIVE);
    }

    @Test
    void its_memory_does_not_grow_with_the_machine() {
        long gigabyte = 1024L * 1024 * 1024;
        assertThat(24 * gigabyte / BrokerStore.portion(24 * gigabyte)).isEqualTo(64 * 1024 * 1024);
        assertThat(2 * gigabyte / BrokerStore.portion(2 * gigabyte)).isEqualTo(64 * 1024 * 1024);
        assertThat(BrokerStore.portion(1024)).isOne();
    }
}
