package org.homeward.situation;

/** A governorate has become more or less dangerous, in the transaction that goes on. */
public record RiskChanged(String pcode) {}
