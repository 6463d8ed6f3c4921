package org.homeward.registration.list;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A telephone number as people write it: without a country code it is Syrian, else Russian if only that fits. */
final class WrittenPhone {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private static final Pattern NUMBERS_ONLY = Pattern.compile("[^\\p{L};,/]*");

    /** {@code 9.63933E+11}: what a spreadsheet has made of a number. */
    private static final Pattern ROUNDED = Pattern.compile("\\d[.,]\\d+[eеEЕ][+]?\\d+");

    private WrittenPhone() {}

    /** In E.164; of several numbers the first that is one. */
    static Optional<String> e164(String written) {
        if (ROUNDED.matcher(written).matches()) {
            return Optional.empty();
        }
        return one(written).or(() -> among(written, "SY")).or(() -> among(written, "RU"));
    }

    private static Optional<String> among(String written, String region) {
        return StreamSupport.stream(
                        PHONES.findNumbers(written, region, Leniency.POSSIBLE, 100)
                                .spliterator(),
                        false)
                .map(found -> PHONES.format(found.number(), PhoneNumberFormat.E164))
                .findFirst();
    }

    /** Whether there is one number and nothing else. */
    static boolean isOne(String written) {
        return one(written).isPresent();
    }

    private static Optional<String> one(String written) {
        if (!NUMBERS_ONLY.matcher(written).matches()) {
            return Optional.empty();
        }
        return List.of("SY", "RU").stream()
                .map(region -> in(region, written))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> in(String region, String written) {
        try {
            var number = PHONES.parse(written, region);
            return PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? Optional.of(PHONES.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
