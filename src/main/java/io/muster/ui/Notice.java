package io.muster.ui;

import io.muster.kernel.Change;
import io.muster.kernel.TreePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Something of a kind looks different now in these places of the tree. It says where, never what. */
record Notice(Change.Kind kind, List<TreePath> places, boolean ownerless) {

    /** Places that one text holds; PostgreSQL takes 8,000 bytes. */
    private static final int MOST_PLACES = 50;

    /** The notice as texts for other instances, as many as it takes. */
    List<String> written() {
        List<String> texts = new ArrayList<>();
        int from = 0;
        do {
            List<TreePath> part = places.subList(from, Math.min(places.size(), from + MOST_PLACES));
            texts.add(kind + " " + ownerless + " "
                    + String.join(",", part.stream().map(TreePath::value).toList()));
            from += MOST_PLACES;
        } while (from < places.size());
        return texts;
    }

    static Notice read(String text) {
        String[] parts = text.split(" ", -1);
        List<TreePath> places = parts[2].isEmpty()
                ? List.of()
                : Arrays.stream(parts[2].split(",")).map(TreePath::new).toList();
        return new Notice(Change.Kind.valueOf(parts[0]), places, Boolean.parseBoolean(parts[1]));
    }
}
