package org.homeward.contact;

/** In how many parts an SMS travels (3GPP TS 23.040): each is paid for, and many parts arrive late. */
public final class SmsLength {

    /** The default alphabet of 3GPP TS 23.038, and what takes two of its septets. */
    private static final String GSM = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final String GSM_OF_TWO = "\f^{}\\[~]|€";

    private SmsLength() {}

    /** At least 1: up to 160 characters of the GSM alphabet, 153 in each of several parts; of any others 70 and 67. */
    public static int parts(String text) {
        boolean gsm = text.chars().allMatch(letter -> GSM.indexOf(letter) >= 0 || GSM_OF_TWO.indexOf(letter) >= 0);
        if (!gsm) {
            return parts(text.length(), 70, 67);
        }
        long ofTwo =
                text.chars().filter(letter -> GSM_OF_TWO.indexOf(letter) >= 0).count();
        return parts(text.length() + (int) ofTwo, 160, 153);
    }

    private static int parts(int length, int alone, int each) {
        return length <= alone ? 1 : (length + each - 1) / each;
    }
}
