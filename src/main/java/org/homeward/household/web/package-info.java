/** Pages about the documents of a household. */
@NullMarked
package org.homeward.household.web;

import org.jspecify.annotations.NullMarked;
