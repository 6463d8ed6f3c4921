/** What carries them: movements, itineraries, reservations and manifests. */
@NullMarked
package org.homeward.movement;

import org.jspecify.annotations.NullMarked;
