package io.muster.kernel;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By what those who are slowed down are told apart: their address, or as much of it as costs something to change. */
public final class SourceNetwork {

    private static final int IPV6_BYTES = 16;

    /** Two groups at least, with the colons around them. */
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?:$|:)");

    private SourceNetwork() {}

    /** Whoever has one IPv6 address has 2^64 of them, so the first half of it is what counts. */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2) : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** An address as people know it: that of one's own machine is ::1, and not 0:0:0:0:0:0:0:1 (RFC 5952). */
    public static String written(String address) {
        Matcher zeros = ZEROS.matcher(address);
        int begin = 0;
        int end = 0;
        while (zeros.find()) {
            if (zeros.end() - zeros.start() > end - begin) {
                begin = zeros.start();
                end = zeros.end();
            }
        }
        return end == 0 || address.contains("::")
                ? address
                : address.substring(0, begin) + "::" + address.substring(end);
    }
}
