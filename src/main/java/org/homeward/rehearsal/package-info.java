/** Plays a whole operation with simulated officers. */
@NullMarked
package org.homeward.rehearsal;

import org.jspecify.annotations.NullMarked;
