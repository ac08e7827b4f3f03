package io.muster.shell;

import java.util.regex.Pattern;
import org.apache.catalina.valves.RemoteIpValve;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Believes a proxy that ends TLS in front of the program: who the visitor is ({@code X-Forwarded-For}), and that the browser
 * speaks https ({@code X-Forwarded-Proto}), on which HSTS and cookies marked as secure depend. Only where the operator says
 * that people reach the program by https, and only from this machine or a private network. The host that a proxy names is not
 * read at all, see docs/decisions/behind-a-proxy.md.
 */
@Component
class TrustedProxy implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^\\s/?#]+/?");

    private final String publicUrl;
    private final @Nullable String strategy;
    private final @Nullable String proxies;

    /**
     * Reads the settings.
     *
     * @param strategy Spring Boot's own setting, which goes before ours
     * @param proxies  addresses that are believed, as Tomcat writes them; loopback and private networks without it
     * @throws IllegalArgumentException when no links could be made from the public address
     */
    TrustedProxy(
            @Value("${muster.public-url}") String publicUrl,
            @Value("${server.forward-headers-strategy:#{null}}") @Nullable String strategy,
            @Value("${server.tomcat.remoteip.internal-proxies:#{null}}") @Nullable String proxies) {
        if (!ADDRESS.matcher(publicUrl).matches()) {
            throw new IllegalArgumentException(
                    "MUSTER_PUBLIC_URL is not an address like https://muster.example.com (a host, and no path on it): "
                            + publicUrl);
        }
        this.publicUrl = publicUrl;
        this.strategy = strategy;
        this.proxies = proxies;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        if (strategy != null || !publicUrl.regionMatches(true, 0, "https://", 0, 8)) {
            return;
        }
        RemoteIpValve valve = new RemoteIpValve();
        valve.setProtocolHeader("X-Forwarded-Proto");
        if (proxies != null) {
            valve.setInternalProxies(proxies);
        }
        factory.addEngineValves(valve);
    }
}
