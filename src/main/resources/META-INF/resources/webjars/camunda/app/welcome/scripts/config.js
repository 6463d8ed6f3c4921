/* Replaces the file of the same name in Camunda's webjar. */
export default {
  app: { name: "Welcome", vendor: "Homeward" },
  locales: { availableLocales: ["en"], fallbackLocale: "en" },
  disableWelcomeMessage: true,
};
