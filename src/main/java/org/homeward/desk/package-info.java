/** Pages that look across rooms, for officers and managers. */
@NullMarked
package org.homeward.desk;

import org.jspecify.annotations.NullMarked;
