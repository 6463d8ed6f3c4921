/** Watch-lists: who is on them, in which version, and who among our people may be the same person. */
@NullMarked
package org.homeward.vetting.watchlist;

import org.jspecify.annotations.NullMarked;
