// Homeward's part of Tasklist: what a task is about on its card, and the dossier beside its form.

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
    frame.title = document.documentElement.lang === "ru" || navigator.language.startsWith("ru") ? "Дело" : "Dossier";
    frame.src = `${root}/tasks/${encodeURIComponent(task)}/dossier`;
    column.append(panel);
  }
}

let looking = false;
new MutationObserver(() => {
  if (looking) return;
  looking = true;
  requestAnimationFrame(() => {
    looking = false;
    placeDossier();
  });
}).observe(document.body, { childList: true, subtree: true });

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
