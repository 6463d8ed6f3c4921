// Homeward's part of Tasklist: what a task is about on its card, the dossier beside its form, the form in Russian.

const root = document.querySelector("base").getAttribute("app-root").replace(/\/camunda$/, "");

// --- cards: the cards of one list are asked for together ---

let asked = new Map();

function cardOf(taskId) {
  if (asked.size === 0) setTimeout(askForCards, 20);
  return new Promise((resolve) => asked.set(taskId, [...(asked.get(taskId) ?? []), resolve]));
}

async function askForCards() {
  const waiting = asked;
  asked = new Map();
  const query = new URLSearchParams([...waiting.keys()].map((taskId) => ["task", taskId]));
  const answer = await fetch(`${root}/tasks/cards?${query}`);
  const cards = answer.ok ? await answer.json() : {};
  waiting.forEach((resolvers, taskId) => resolvers.forEach((resolve) => resolve(cards[taskId])));
}

function line(className, text) {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  return element;
}

const card = {
  id: "homeward-card",
  pluginPoint: "tasklist.card",
  priority: 10,
  render: async (container, { taskId }) => {
    const about = await cardOf(taskId);
    if (about) container.replaceChildren(line("homeward-case", about.about), line("homeward-details", about.details));
  },
};

// --- the dossier: a panel of its own, for a tab of Tasklist's would hide the form ---

const panel = document.createElement("aside");
panel.className = "homeward-dossier";
const frame = document.createElement("iframe");
panel.append(frame);

function taskInAddress() {
  return new URLSearchParams(location.hash.split("?")[1]).get("task");
}

function placeDossier() {
  const column = document.querySelector(".column-right.task-details");
  const task = column?.querySelector(".task-card:not(.task-removed)") ? taskInAddress() : null;
  column?.classList.toggle("with-dossier", task !== null);
  if (task === null) {
    panel.remove();
    delete panel.dataset.task;
  } else if (panel.dataset.task !== task || panel.parentElement !== column) {
    panel.dataset.task = task;
    frame.title = inRussian ? "Дело" : "Dossier";
    frame.src = `${root}/tasks/${encodeURIComponent(task)}/dossier`;
    column.append(panel);
  }
}

// --- a list with an order of its own is not sorted by hand: the control would name another order than the list has ---

let filterShown = null;

async function hideSortingWhereItIsFixed() {
  const filter = new URLSearchParams(location.hash.split("?")[1]).get("filter");
  if (filter === null || filter === filterShown) return;
  filterShown = filter;
  const answer = await fetch(`${root}/camunda/api/engine/engine/default/filter/${encodeURIComponent(filter)}`);
  const ordered = answer.ok && ((await answer.json()).query?.sorting ?? []).length > 0;
  if (filter === filterShown) document.body.classList.toggle("ordered-list", ordered);
}

// --- what the form library says by itself, and only in English ---

const inRussian = (navigator.languages?.[0] ?? navigator.language).startsWith("ru");
const russian = {
  "Field is required.": "Заполните это поле.",
  "Select": "Выберите",
  "Search": "Найти",
  "No results": "Ничего не найдено",
  "dd.mm.yyyy": "дд.мм.гггг",
  "hh:mm": "чч:мм",
};
for (let i = 0; i < 12; i++) {
  const month = (language) => new Date(2024, i, 1).toLocaleString(language, { month: "long" });
  const weekday = (language) => new Date(2024, 0, i + 1).toLocaleString(language, { weekday: "short" });
  Object.assign(russian, { [month("en")]: month("ru"), [weekday("en")]: weekday("ru") });
}

function speakRussian(form) {
  const texts = document.createTreeWalker(form, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const words = russian[texts.currentNode.data.trim()];
    if (words) texts.currentNode.data = words;
  }
  form.querySelectorAll("input[placeholder]").forEach((field) => {
    field.placeholder = russian[field.placeholder] ?? field.placeholder;
  });
}

// --- what Tasklist says of an answer that was refused: our sentence, once, without the names of its own parts ---

function sayPlainly(alert) {
  const heading = alert.querySelector(".status");
  const message = alert.querySelector(".message");
  if (!heading || !message) return;
  for (const part of [heading, message]) {
    const plain = part.textContent.replace(/^.*(<|&lt;)-\s*/, "").replace(/^An error happened .*/, "Not done");
    if (plain !== part.textContent) part.textContent = plain;
  }
  alert.classList.toggle("said-once", heading.textContent === message.textContent);
}

let looking = false;
new MutationObserver(() => {
  if (looking) return;
  looking = true;
  requestAnimationFrame(() => {
    looking = false;
    placeDossier();
    hideSortingWhereItIsFixed();
    document.querySelectorAll(".notifications .alert").forEach(sayPlainly);
    if (inRussian) document.querySelectorAll(".fjs-container, .flatpickr-calendar").forEach(speakRussian);
  });
}).observe(document.body, { childList: true, characterData: true, subtree: true });

// --- what Tasklist said about an answer is over when the next one is given ---

addEventListener("click", ({ target }) => {
  if (target.closest?.(".task-details button")) document.querySelectorAll("[uib-alert] .close:not(.ng-hide)").forEach((close) => close.click());
}, true);

// --- the way back to our own pages ---

const wayBack = {
  id: "homeward-way-back",
  pluginPoint: "tasklist.navbar.action",
  priority: 100,
  render: (container) => {
    const link = document.createElement("a");
    link.href = `${root}/`;
    link.textContent = "Homeward";
    container.replaceChildren(link);
  },
};

export default [card, wayBack];
