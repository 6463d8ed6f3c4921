// Camunda's pages show bare label keys until their words have come, and the words of the last visit until the next. So
// the words are fetched before the page begins, and put where it looks first.

/** Resolves when the words are there, or cannot be had; the page then does what it always did. */
export async function wordsFirst({ availableLocales, fallbackLocale }) {
  const base = document.querySelector("base");
  const folder = `${base.getAttribute("app-root")}/app/${base.getAttribute("app-name")}/locales/`;
  const asked = (navigator.languages?.[0] ?? navigator.language).split("-")[0].toLowerCase();
  const languages = new Set([availableLocales.includes(asked) ? asked : fallbackLocale, fallbackLocale]);
  const kept = JSON.parse(localStorage.getItem("camunda-web") ?? "{}");
  for (const language of languages) {
    const answer = await fetch(`${folder}${language}.json`, { cache: "no-cache" }).catch(() => null);
    if (answer?.ok) kept[`${folder}_locales_data_${language}_${window.bust}`] = JSON.stringify(await answer.json());
  }
  localStorage.setItem("camunda-web", JSON.stringify(kept));
}
