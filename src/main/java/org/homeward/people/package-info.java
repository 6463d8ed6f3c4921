/** Is this the same person? Names, documents and births compared. */
@NullMarked
package org.homeward.people;

import org.jspecify.annotations.NullMarked;
