package org.homeward;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real browser, found or fetched: the one that {@code HOMEWARD_BROWSER} names; a Chromium or Chrome in the path; on a
 * Debian where we are root, the distribution's Chromium, installed now; else the one that Playwright downloads.
 */
public final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    /** How many milliseconds a page has on a machine with much else to do; a quick one does not wait for them. */
    private static final int PATIENCE = 30_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Opens it without a window; whoever opens it closes it. */
    public static Browser open() {
        Optional<Path> installed = installed().or(Browser::installedNow);
        var create = new Playwright.CreateOptions();
        var launch = new BrowserType.LaunchOptions().setArgs(List.of("--no-sandbox", "--disable-gpu"));
        installed.ifPresent(path -> {
            create.setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
            launch.setExecutablePath(path);
        });
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        Playwright playwright = Playwright.create(create);
        return new Browser(playwright, playwright.chromium().launch(launch));
    }

    /** A browser's window of its own, nobody signed in. @param language what it asks for, such as {@code ru} */
    public com.microsoft.playwright.BrowserContext window(String language) {
        var context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale(language)
                .setViewportSize(1400, 900));
        context.setDefaultTimeout(PATIENCE);
        return context;
    }

    /** Takes a picture of the whole page into {@code target/pictures}, if {@code -Dpictures} asks for pictures. */
    public static void picture(Page page, String name) {
        if (System.getProperty("pictures") != null) {
            page.screenshot(
                    new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of("target/pictures", name + ".png")));
        }
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Optional<Path> installed() {
        Stream<Path> named =
                Stream.ofNullable(System.getenv("HOMEWARD_BROWSER")).map(Path::of);
        Stream<Path> inPath = NAMES.stream()
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)));
        return Stream.concat(named, inPath).filter(Files::isExecutable).findFirst();
    }

    private static Optional<Path> installedNow() {
        if (!"root".equals(System.getProperty("user.name")) || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            return Optional.empty();
        }
        run("apt-get", "-q", "update");
        run("apt-get", "-q", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-core");
        return installed();
    }

    private static void run(String... command) {
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor(10, TimeUnit.MINUTES);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
