package io.muster.sample;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Names as they are in real life: with accents, and more than one of the same. */
final class Words {

    private static final List<String> TOWNS = List.of(
            "Aarhus",
            "Odense",
            "Malmö",
            "Göteborg",
            "Kiel",
            "Lübeck",
            "Bremen",
            "Lyon",
            "Nîmes",
            "León",
            "Bilbao",
            "Kraków",
            "Łódź",
            "Brno",
            "Graz",
            "Zürich",
            "Utrecht",
            "Gent",
            "Leeds",
            "Cork",
            "Tampere",
            "Bergen",
            "Tromsø",
            "Porto",
            "Bari",
            "Split",
            "Pécs",
            "Iași",
            "Riga",
            "Kaunas");
    private static final List<String> TRADES = List.of(
            "Haulage",
            "Logistics",
            "Cold Chain",
            "Bus Lines",
            "Taxi",
            "Rental",
            "Couriers",
            "Waste",
            "Ambulance",
            "Ferries",
            "Construction",
            "Timber",
            "Dairy",
            "Road Service",
            "Gardens",
            "Power",
            "Water Works",
            "Movers");
    private static final List<String> FORMS = List.of("A/S", "AB", "GmbH", "Ltd", "S.A.", "Oy", "& Sons", "B.V.");
    private static final List<String> FIRST = List.of(
            "Anna", "Bjørn", "Chloé", "Dieter", "Élise", "Freja", "Gábor", "Hanna", "Ivan", "Jürgen", "Karin", "Lars",
            "Mette", "Niels", "Olga", "Paweł", "Rosa", "Søren", "Tomáš", "Ursula", "Victor", "Yvonne", "Zoë", "Åse");
    private static final List<String> LAST = List.of(
            "Andersen",
            "Bauer",
            "Costa",
            "Dubois",
            "Eriksson",
            "Fischer",
            "García",
            "Hansen",
            "Ilić",
            "Jensen",
            "Kowalski",
            "Lund",
            "Müller",
            "Nowak",
            "O'Brien",
            "Petersen",
            "Quist",
            "Rossi",
            "Sørensen",
            "Tóth",
            "Virtanen",
            "Weber");
    private static final List<String> SITES =
            List.of("Depot", "Yard", "Workshop", "Terminal", "Harbour", "Hub", "Garage", "Warehouse", "Gate");
    private static final List<String> VEHICLES = List.of("Van", "Truck", "Bus", "Trailer", "Taxi", "Digger", "Sweeper");
    private static final List<String> ZONES = List.of(
            "Europe/Copenhagen", "Europe/Berlin", "Europe/Stockholm", "Europe/Paris", "Europe/London", "Europe/Warsaw");
    private static final List<String> COUNTRIES = List.of("DK", "DE", "SE", "FR", "GB", "PL");

    private final Random random;

    Words(Random random) {
        this.random = random;
    }

    String company() {
        return pick(TOWNS) + " " + pick(TRADES) + (random.nextInt(3) == 0 ? "" : " " + pick(FORMS));
    }

    String site() {
        return pick(SITES) + " " + pick(TOWNS);
    }

    String street() {
        return pick(LAST) + " Street " + (1 + random.nextInt(200)) + ", " + pick(TOWNS);
    }

    String first() {
        return pick(FIRST);
    }

    String last() {
        return pick(LAST);
    }

    String vehicle() {
        return pick(VEHICLES) + " " + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(26)) + " "
                + (10_000 + random.nextInt(90_000));
    }

    String country() {
        return pick(COUNTRIES);
    }

    String zone(String country) {
        return ZONES.get(
                switch (country) {
                    case "DK" -> 0;
                    case "DE" -> 1;
                    case "SE" -> 2;
                    case "FR" -> 3;
                    case "GB" -> 4;
                    default -> 5;
                });
    }

    String digits(int length) {
        return letters("0123456789", length);
    }

    String letters(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** The name as a part of an address: small letters of ASCII. */
    static String plain(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replace("ø", "oe")
                .replace("ł", "l")
                .replaceAll("[^a-z0-9 ]", "")
                .strip()
                .replaceAll(" +", "-");
        return plain.isEmpty() ? "x" : plain;
    }
}
