/** The third station: seats for households, and the life of each movement. */
@NullMarked
package org.homeward.planning;

import org.jspecify.annotations.NullMarked;
