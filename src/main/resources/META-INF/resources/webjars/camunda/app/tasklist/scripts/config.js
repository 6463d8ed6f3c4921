/* Replaces the file of the same name in Camunda's webjar: our name, our languages, our part of the desk. */
import "../../../../assets/sign-in-again.js";
import { wordsFirst } from "../../../../assets/words-first.js";

const locales = { availableLocales: ["en", "ru"], fallbackLocale: "en" };
await wordsFirst(locales);

export default {
  app: { name: "Tasklist", vendor: "Homeward" },
  locales,
  customScripts: ["scripts/homeward"],
  disableWelcomeMessage: true,
  shortcuts: {
    claimTask: { key: "ctrl+alt+c", description: "claims the currently selected task" },
    focusFilter: { key: "ctrl+shift+f", description: "sets the focus to the first filter in the list" },
    focusList: { key: "ctrl+alt+l", description: "sets the focus to the first task in the list" },
    focusForm: { key: "ctrl+alt+f", description: "sets the focus to the first input field in a task form" },
    startProcess: { key: "ctrl+alt+p", description: "opens the start process dialog" },
  },
};
