/** The pages of reception: queues at the stations, lodging, handing over children, what became of everybody. */
@NullMarked
package org.homeward.arrival.web;

import org.jspecify.annotations.NullMarked;
