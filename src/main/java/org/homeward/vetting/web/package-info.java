/** Pages and endpoints of vetting: watch-lists and screening. */
@NullMarked
package org.homeward.vetting.web;

import org.jspecify.annotations.NullMarked;
