/** For programs: comparing two people, and reading the zones of documents. */
@NullMarked
package org.homeward.people.web;

import org.jspecify.annotations.NullMarked;
