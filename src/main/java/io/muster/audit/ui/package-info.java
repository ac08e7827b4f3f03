/** The page of the history. */
@NullMarked
package io.muster.audit.ui;

import org.jspecify.annotations.NullMarked;
