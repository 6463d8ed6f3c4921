/** Lists of people as embassies send them, and what can be read of each row. */
@NamedInterface("list")
@NullMarked
package org.homeward.registration.list;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
