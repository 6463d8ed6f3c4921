/** Where officers and programs plan movements and follow them. */
@NullMarked
package org.homeward.planning.web;

import org.jspecify.annotations.NullMarked;
