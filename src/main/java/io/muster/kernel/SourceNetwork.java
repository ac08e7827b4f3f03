package io.muster.kernel;

import java.net.InetAddress;
import java.util.HexFormat;

/** By what those who are slowed down are told apart: their address, or as much of it as costs something to change. */
public final class SourceNetwork {

    private static final int IPV6_BYTES = 16;

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
}
