// The words of the page, in the language it was opened in.

const words = JSON.parse(document.getElementById("words").textContent);
const language = document.documentElement.lang;

/** @param details names, numbers and times for {0}, {1} and so on */
export const say = (key, ...details) => (words[key] ?? key).replace(/\{(\d)}/g, (_, index) => details[index] ?? "");

export const time = (instant) => new Date(instant).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
