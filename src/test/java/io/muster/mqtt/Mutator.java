package io.muster.mqtt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Spoils payloads, a little or a lot: bits, bytes, pieces, numbers, and what parsers stumble over. Every run does the same, and
 * is short; {@code -Dfuzz.seconds=60 -Dfuzz.seed=7} makes it long, and another one.
 */
final class Mutator {

    private static final List<byte[]> STUMBLING_BLOCKS = List.of(
            bytes("\"\""),
            bytes("null"),
            bytes("-1"),
            bytes("1e999"),
            bytes("9".repeat(70)),
            bytes("[[[[[[[[[["),
            bytes("\\u0000"),
            bytes("\\ud800"),
            bytes("{\"v\":1,\"v\":2}"),
            bytes("NaN"),
            bytes("\u202e"),
            new byte[] {0},
            new byte[] {(byte) 0xff, (byte) 0xfe},
            new byte[] {(byte) 0xc2, (byte) 0xb8, 0x02, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
            new byte[] {0x1f, (byte) 0x8b, 0x08});

    private static final long SEED = Long.getLong("fuzz.seed", 20261125);
    private static final Duration LONG = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));

    private Mutator() {}

    /** What a test of this number starts from. */
    static Random random(int number) {
        return new Random(SEED + number);
    }

    /** Whether a test that began at this {@link System#nanoTime} is to last longer than usual. */
    static boolean goesOn(long begin) {
        return System.nanoTime() - begin < LONG.toNanos();
    }

    static byte[] mutated(byte[] payload, Random random) {
        byte[] bytes = payload.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return STUMBLING_BLOCKS.get(random.nextInt(STUMBLING_BLOCKS.size()));
        }
        int at = random.nextInt(bytes.length);
        int to = at + random.nextInt(Math.min(24, bytes.length - at + 1));
        return switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, Math.max(at, to), bytes.length));
            case 3 -> joined(bytes, Arrays.copyOfRange(bytes, at, Math.max(at, to)));
            case 4 -> Arrays.copyOf(bytes, at);
            default ->
                joined(
                        joined(Arrays.copyOf(bytes, at), STUMBLING_BLOCKS.get(random.nextInt(STUMBLING_BLOCKS.size()))),
                        Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(first);
        out.writeBytes(second);
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
