package org.homeward.people;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public lists to measure by, from the folder that the system property {@code homeward.shared} names ({@code ../shared}). */
public final class PublicLists {

    private static final Path SHARED = Path.of(System.getProperty("homeward.shared", "../shared"));

    private PublicLists() {}

    /** @throws IllegalStateException naming the file that is not there */
    public static Path file(String name) {
        Path file = SHARED.resolve(name);
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(
                    "There is no " + file.toAbsolutePath().normalize()
                            + ". Say with -Dhomeward.shared=FOLDER where the shared folder is.");
        }
        return file;
    }
}
