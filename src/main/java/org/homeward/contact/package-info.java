/** What we told them: every message and what became of it. */
@NullMarked
package org.homeward.contact;

import org.jspecify.annotations.NullMarked;
