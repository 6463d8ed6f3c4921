/** The engine, its database, its clock and the deployment of the models. */
@NullMarked
package org.homeward.workflow;

import org.jspecify.annotations.NullMarked;
