/** Comparing two people, for programs. */
@NullMarked
package org.homeward.people.web;

import org.jspecify.annotations.NullMarked;
