/** Measures how fast units are served, always against a limit that is measured in the same run on the same machine. */
package io.muster.bench;
