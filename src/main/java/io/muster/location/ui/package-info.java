/** Pages about locations. */
@NullMarked
package io.muster.location.ui;

import org.jspecify.annotations.NullMarked;
