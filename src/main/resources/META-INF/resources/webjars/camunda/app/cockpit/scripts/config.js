/* Replaces the file of the same name in Camunda's webjar. */
import "../../../../assets/sign-in-again.js";
import { wordsFirst } from "../../../../assets/words-first.js";

const locales = { availableLocales: ["en", "ru"], fallbackLocale: "en" };
await wordsFirst(locales);

export default {
  app: { name: "Cockpit", vendor: "Homeward" },
  locales,
  disableWelcomeMessage: true,
};
