/** Pages about devices. */
@NullMarked
package io.muster.device.ui;

import org.jspecify.annotations.NullMarked;
