package io.muster.ui;

import io.muster.kernel.Change;

/** Event: another instance of the program changed something of this kind. */
public record FromNeighbour(Change.Kind kind) {}
