/** Sign-in, officers, groups and rights, and the shields before the engine. */
@NullMarked
package org.homeward.access;

import org.jspecify.annotations.NullMarked;
