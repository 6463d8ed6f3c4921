/** Who travels together: the case, its members, documents, remarks and stage. */
@NullMarked
package org.homeward.household;

import org.jspecify.annotations.NullMarked;
