package org.homeward.registration.list;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A telephone number as people write it: without a country code it is Syrian, else Russian if only that fits. */
final class WrittenPhone {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();

    private WrittenPhone() {}

    /** In E.164; of several numbers the first that is one. */
    static Optional<String> e164(String written) {
        return one(written)
                .or(() -> StreamSupport.stream(
                                PHONES.findNumbers(written, "SY", Leniency.POSSIBLE, 100)
                                        .spliterator(),
                                false)
                        .map(found -> PHONES.format(found.number(), PhoneNumberFormat.E164))
                        .findFirst());
    }

    /** Whether there is one number and nothing else. */
    static boolean isOne(String written) {
        return one(written).isPresent();
    }

    private static Optional<String> one(String written) {
        if (!written.matches("[^\\p{L};,/]*")) {
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
