/** Pages about customers. */
@NullMarked
package io.muster.customer.ui;

import org.jspecify.annotations.NullMarked;
