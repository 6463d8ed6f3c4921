/** What is open and how bad it is: governorates and exits. */
@NullMarked
package org.homeward.situation;

import org.jspecify.annotations.NullMarked;
