package io.muster.mqtt;

import io.muster.device.IngestLog;
import io.muster.device.UnitCredentials;

/** An embedded broker that lets units in, and hands what they send to nobody. */
final class DeafBroker {

    private DeafBroker() {}

    static EmbeddedBroker of(MqttSettings settings, UnitCredentials credentials, IngestLog ingest, DiskSpace disk) {
        EmbeddedPublisher publisher = new EmbeddedPublisher();
        Hatch hatch = new Hatch(message -> false, publisher, disk);
        return new EmbeddedBroker(
                settings, new Doorkeeper(new Passes(settings, credentials), ingest, disk, hatch), publisher);
    }
}
