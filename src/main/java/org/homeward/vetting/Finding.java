package org.homeward.vetting;

/** What a rule found about a person that somebody must look at. @param reason a code, as in the table that found it */
record Finding(long personId, String kind, String reason) {}
