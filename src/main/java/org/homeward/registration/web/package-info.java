/** The pages and endpoints through which households come in. */
@NullMarked
package org.homeward.registration.web;

import org.jspecify.annotations.NullMarked;
