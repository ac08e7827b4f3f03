package io.muster.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Listens to what units send. Keeps a link to the broker, and sorts what comes into two queues. */
@Component
class Listener implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);
    /** A batch that takes longer does not keep another one from being begun beside it. */
    private static final Duration LONG = Duration.ofMillis(20);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final double LONGEST_LAG_S = 2;
    private static final List<String> TOPICS = List.of(
            "muster/v1/+/announce",
            "muster/v1/+/heartbeat",
            "muster/v1/+/status",
            "muster/v1/+/cmd/+/reply",
            Topics.ENROLL_REQUEST,
            Topics.AUTOPI + "+/#",
            Topics.KURA + "+/+/MQTT/+",
            Topics.OWNTRACKS + "+/+");

    private final MqttSettings settings;
    private final Passes passes;
    private final Reception reception;
    private final Departure departure;
    private final Traffic traffic;
    private final Counter received;
    private final Counter dropped;
    private final Backlog units = new Backlog(LONG);
    /** Who asks for a password has a queue apart, so that strangers hold nobody up. */
    private final Backlog strangers = new Backlog(LONG);

    private volatile List<Worker> workers = List.of();
    private volatile @Nullable Link link;
    private volatile @Nullable Thread keeper;

    Listener(
            MqttSettings settings,
            Passes passes,
            Reception reception,
            Departure departure,
            MeterRegistry meters,
            Traffic traffic) {
        this.settings = settings;
        this.passes = passes;
        this.reception = reception;
        this.departure = departure;
        this.traffic = traffic;
        this.received = meters.counter("muster.units.received");
        this.dropped = meters.counter("muster.units.dropped");
        Gauge.builder("muster.units.waiting", this, listener -> listener.units.size() + listener.strangers.size())
                .register(meters);
        Gauge.builder(
                        "muster.units.lag.seconds",
                        this,
                        listener -> Math.max(listener.units.lag(), listener.strangers.lag()))
                .register(meters);
    }

    @Override
    public synchronized void start() {
        if (keeper == null) {
            workers = Stream.concat(
                            IntStream.range(0, WORKERS)
                                    .mapToObj(number -> new Worker("units-" + number, units, reception)),
                            Stream.of(new Worker("units-strangers", strangers, reception)))
                    .toList();
            workers.forEach(Worker::start);
            keeper = Thread.ofPlatform().name("units-link").daemon().start(this::keepLink);
        }
    }

    /** The link, while there is one. */
    @Nullable
    Link link() {
        Link present = link;
        return present != null && present.isOpen() ? present : null;
    }

    private void keepLink() {
        Duration pause = SHORTEST_PAUSE;
        try {
            while (true) {
                try {
                    if (connect()) {
                        pause = SHORTEST_PAUSE;
                        awaitEnd();
                    }
                    Stream.ofNullable(link).forEach(Link::close);
                } catch (RuntimeException e) {
                    // Whatever it was, without this thread no unit would ever be heard again.
                    LOG.error("The link to the broker failed", e);
                }
                // Not all instances at the same moment, when a broker comes back.
                Thread.sleep(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis())));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        while (link() != null) {
            Thread.sleep(LOOK);
        }
        LOG.warn("The link to the broker is gone");
        traffic.brokerAway("The link to the broker is gone");
    }

    private boolean connect() {
        Link fresh = new Link(settings.brokerUrl(), passes.listenerClientId(), settings.embedded(), this::sort);
        units.forgetGone();
        strangers.forgetGone();
        link = fresh;
        try {
            fresh.open(passes.listenerUser(), passes.listenerPassword(), filters());
            traffic.connected();
            LOG.info("Listening to units at {}", settings.brokerUrl());
            return true;
        } catch (LinkBroken e) {
            LOG.warn("The broker at {} cannot be reached: {}", settings.brokerUrl(), e.getMessage());
            traffic.brokerAway("The broker cannot be reached: " + e.getMessage());
            fresh.close();
            return false;
        }
    }

    /**
     * Several instances share the load of an external broker; our own broker has but one listener. Mosquitto never delivers
     * what stands below a dollar to those who share: there each instance gets everything, and the second one changes nothing.
     */
    List<String> filters() {
        return settings.embedded()
                ? TOPICS
                : TOPICS.stream()
                        .map(topic -> topic.startsWith("$") ? topic : "$share/muster/" + topic)
                        .toList();
    }

    /**
     * On the thread of whoever brings a message: sorts it into a queue, and nothing else.
     *
     * @return false when nobody works it off, because the listener is not there yet, or no more
     */
    boolean sort(Incoming message) {
        if (workers.isEmpty()) {
            return false;
        }
        received.increment();
        traffic.received();
        if (!backlog(message).offer(message)) {
            dropped.increment();
            message.origin().acknowledge(message);
        }
        return true;
    }

    /** Like {@link #sort}, but refuses a message when those before it wait for long already: then it is safer elsewhere. */
    boolean takes(Incoming message) {
        return backlog(message).waited() < LONGEST_LAG_S && sort(message);
    }

    private Backlog backlog(Incoming message) {
        return message.topic().equals(Topics.ENROLL_REQUEST) ? strangers : units;
    }

    @Override
    public synchronized void stop() {
        Thread running = keeper;
        if (running != null) {
            running.interrupt();
            Stream.ofNullable(link()).forEach(present -> departure.leave(present, filters()));
            List<Worker> present = workers;
            workers = List.of();
            present.forEach(Worker::finish);
            present.forEach(worker -> worker.stop(STOP));
            units.giveBack();
            strangers.giveBack();
            Stream.ofNullable(link).forEach(Link::close);
            keeper = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return keeper != null;
    }

    @Override
    public int getPhase() {
        return EmbeddedBroker.PHASE + 1;
    }
}
