/** The last station: reception, closing the case, calls afterwards. */
@NullMarked
package org.homeward.arrival;

import org.jspecify.annotations.NullMarked;
