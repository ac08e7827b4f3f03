package io.muster.ui;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where maps come from: the pictures of another server, which browsers ask by themselves; there are no maps where the setting
 * is empty.
 */
@Component
public class MapTiles {

    private static final Pattern ADDRESS = Pattern.compile("(https?://)((?:\\{s}\\.)?)([A-Za-z0-9.-]+(?::\\d+)?)/\\S*");

    private final String url;
    private final String credit;
    private final String creditLink;
    private final String source;

    MapTiles(
            @Value("${muster.map-tiles}") String url,
            @Value("${muster.map-credit}") String credit,
            @Value("${muster.map-credit-link}") String creditLink) {
        this.url = url.strip();
        this.credit = credit;
        this.creditLink = creditLink.matches("https?://\\S+") ? creditLink : "";
        Matcher address = ADDRESS.matcher(this.url);
        boolean complete = this.url.contains("{z}") && this.url.contains("{x}") && this.url.contains("{y}");
        if (!this.url.isEmpty() && !(address.matches() && complete)) {
            throw new IllegalArgumentException(
                    "MUSTER_MAP_TILES is not an address like https://tile.example.com/{z}/{x}/{y}.png: " + url);
        }
        source = this.url.isEmpty()
                ? ""
                : address.group(1) + (address.group(2).isEmpty() ? "" : "*.") + address.group(3);
    }

    /** Whether there are maps. */
    public boolean areThere() {
        return !url.isEmpty();
    }

    /** Address of a tile, with {@code {z}}, {@code {x}} and {@code {y}} in it, and perhaps {@code {s}}. */
    public String url() {
        return url;
    }

    /** To whom the map is owed, in words that stand on it. */
    public String credit() {
        return credit;
    }

    /** Where those words lead; empty for nowhere. */
    public String creditLink() {
        return creditLink;
    }

    /** What the content security policy has to name, so that browsers load the tiles. */
    public Optional<String> source() {
        return Optional.of(source).filter(named -> !named.isEmpty());
    }
}
