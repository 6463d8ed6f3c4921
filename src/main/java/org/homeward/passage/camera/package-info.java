/** Reads the square codes of passes on the phone: compiled to WebAssembly by the build, called by nobody on the server. */
@NullMarked
package org.homeward.passage.camera;

import org.jspecify.annotations.NullMarked;
