/** Who did and who read what, written in the same transaction as the deed. */
@NullMarked
package org.homeward.audit;

import org.jspecify.annotations.NullMarked;
