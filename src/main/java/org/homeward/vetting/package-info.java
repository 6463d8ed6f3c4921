/** The second station: who may travel, on which papers, with whose consent. */
@NullMarked
package org.homeward.vetting;

import org.jspecify.annotations.NullMarked;
