/** The first station: lists and forms come in, duplicates are settled, the household is asked. */
@NullMarked
package org.homeward.registration;

import org.jspecify.annotations.NullMarked;
