/** How scans and roll calls come in: from programs and on a page. */
@NullMarked
package org.homeward.passage.web;

import org.jspecify.annotations.NullMarked;
