/** Homeward: getting a country's people out of a war zone and home. */
@NullMarked
package org.homeward;

import org.jspecify.annotations.NullMarked;
