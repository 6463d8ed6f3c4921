/** Lists of people as embassies send them, and what can be read of each row. */
@NullMarked
package org.homeward.registration.list;

import org.jspecify.annotations.NullMarked;
