package org.homeward.planning;

import java.util.List;
import org.homeward.contact.Letters;

/** The files that go to the border authority: the pages of this room write them, as they hand them out. */
public interface AdvanceListFiles {

    List<Letters.File> of(Manifests.Issue list);
}
