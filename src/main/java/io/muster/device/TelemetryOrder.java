package io.muster.device;

import io.muster.device.DeviceRepository.Known;
import io.muster.kernel.DeviceId;
import io.muster.kernel.Rows;
import io.muster.kernel.Rows.Type;
import io.muster.kernel.UnitId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;

/** Keeps the stamp of the last message of each channel, so that one that was overtaken, or came twice, changes nothing. */
@Repository
class TelemetryOrder {

    private record Key(DeviceId device, String channel) {}

    private record Entry(Key key, Instant stamp) {}

    private static final Rows<Entry> ROWS = new Rows<Entry>()
            .with("device_id", Type.LONG, entry -> entry.key().device().value())
            .with("channel", Type.TEXT, entry -> entry.key().channel())
            .with("stamp", Type.TIME, Entry::stamp);

    /** The stamps of one batch's units, and what the batch makes of them. */
    static final class Book {

        private final Map<Key, Instant> last = new HashMap<>();
        private final Map<Key, Instant> changed = new LinkedHashMap<>();

        /**
         * Whether the message comes after the last one of its channel; then it is the last one from now on.
         *
         * @param now receipt, by the server's clock
         */
        boolean isNext(Telemetry message, DeviceId device, Instant now) {
            Instant stamp = message.stamp();
            if (stamp == null || message.channel().isEmpty()) {
                return true;
            }
            Key key = new Key(device, message.channel());
            Instant before = last.get(key);
            if (before != null && !stamp.isAfter(before)) {
                return false;
            }
            // A clock that runs ahead of ours counts as ours, so that it cannot lock later messages out.
            Instant kept = stamp.isAfter(now) ? now : stamp;
            last.put(key, kept);
            changed.put(key, kept);
            return true;
        }
    }

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    TelemetryOrder(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        this.template = template;
    }

    Book of(Collection<Telemetry> batch, Map<UnitId, Known> known) {
        Book book = new Book();
        Object[] asked = batch.stream()
                .filter(message -> message.stamp() != null)
                .map(message -> known.get(message.unit()))
                .filter(Objects::nonNull)
                .map(found -> found.device().id().value())
                .distinct()
                .toArray();
        if (asked.length > 0) {
            jdbc.sql("select device_id, channel, stamp from telemetry_stamp where device_id = any(?)")
                    .param(new SqlArrayValue("bigint", asked))
                    .query(row -> {
                        Key key = new Key(new DeviceId(row.getLong("device_id")), row.getString("channel"));
                        book.last.put(key, DeviceColumns.instant(row, "stamp"));
                    });
        }
        return book;
    }

    void write(Book book) {
        List<Entry> entries = book.changed.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Entry entry) -> entry.key().device())
                        .thenComparing(entry -> entry.key().channel()))
                .toList();
        ROWS.update(
                template,
                "merge into telemetry_stamp t using " + ROWS.table("s")
                        + " on (t.device_id = s.device_id and t.channel = s.channel)"
                        + " when matched then update set stamp = s.stamp"
                        + " when not matched then insert (device_id, channel, stamp)"
                        + " values (s.device_id, s.channel, s.stamp)",
                entries);
    }
}
