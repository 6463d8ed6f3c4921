/** The invariants, for managers and programs. */
@NullMarked
package org.homeward.audit.web;

import org.jspecify.annotations.NullMarked;
