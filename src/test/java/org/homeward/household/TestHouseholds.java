package org.homeward.household;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Made-up households for tests of every room. */
public final class TestHouseholds {

    private TestHouseholds() {}

    /** A Russian mother with valid papers and her small Russian son; both wish to leave Damascus. */
    public static NewHousehold motherAndSon() {
        return household("yes", false, List.of(mother(), son()));
    }

    /** One grown-up with a valid passport. */
    public static NewHousehold woman() {
        return household("yes", false, List.of(mother()));
    }

    /** One grown-up whom only cleared officers may know of. */
    public static NewHousehold restricted() {
        return household("yes", true, List.of(mother()));
    }

    public static NewHousehold household(String wish, boolean restricted, List<NewPerson> members) {
        return new NewHousehold(wish, "SY01", restricted, "ru", "+963940000001", null, "Москва", null, members);
    }

    public static NewPerson mother() {
        return person("Полевая Вера", "POLEVAIA VERA", LocalDate.of(1980, 4, 12), "female", "applicant", "510000001");
    }

    public static NewPerson son() {
        return person(
                "Полевой Лев", "POLEVOI LEV", LocalDate.of(2005, 6, 1).plusYears(15), "male", "child", "510000002");
    }

    /** A Russian citizen; with a passport valid for decades if a number is given. */
    public static NewPerson person(
            @Nullable String name,
            @Nullable String latinName,
            @Nullable LocalDate born,
            String sex,
            String relation,
            @Nullable String passport) {
        return new NewPerson(
                name,
                latinName,
                born,
                false,
                sex,
                List.of("RUS"),
                relation,
                "unknown",
                List.of(),
                null,
                "seat",
                passport == null
                        ? List.of()
                        : List.of(new NewDocument("passport", passport, LocalDate.of(2060, 1, 1), "RUS")),
                null);
    }

    /** A copy of a paper, as a scanner makes it. */
    public static byte[] picture() {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
