/** Pages and endpoints of vetting: watch-lists and screening, and what officers enter in the dossier. */
@NullMarked
package org.homeward.vetting.web;

import org.jspecify.annotations.NullMarked;
