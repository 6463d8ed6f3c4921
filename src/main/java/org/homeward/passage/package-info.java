/** The fourth station: persons counted from the muster to the landing. */
@NullMarked
package org.homeward.passage;

import org.jspecify.annotations.NullMarked;
