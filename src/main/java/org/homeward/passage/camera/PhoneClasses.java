package org.homeward.passage.camera;

import org.teavm.extension.spi.substitution.SubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/** Which class is another one on the phone: TeaVM, which compiles for it, has no {@code Charset.isSupported}. */
public final class PhoneClasses implements SubstitutionPolicy {

    private static final String ZXING = "com.google.zxing.common";

    @Override
    public void contribute(SubstitutionSink sink) {
        sink.selectClasses((ZXING + ".CharacterSetECI")::equals)
                .replacePackage(ZXING, PhoneClasses.class.getPackageName());
    }
}
