/* Replaces the file of the same name in Camunda's webjar. */
export default {
  app: { name: "Cockpit", vendor: "Homeward" },
  locales: { availableLocales: ["en", "ru"], fallbackLocale: "en" },
  disableWelcomeMessage: true,
};
