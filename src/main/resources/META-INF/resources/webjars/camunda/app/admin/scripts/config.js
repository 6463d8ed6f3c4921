/* Replaces the file of the same name in Camunda's webjar. */
export default {
  app: { name: "Admin", vendor: "Homeward" },
  locales: { availableLocales: ["en", "ru"], fallbackLocale: "en" },
  disableWelcomeMessage: true,
};
