// What stands on the screen.

import { count, open } from "./counting.js";
import { sendSoon } from "./office.js";
import { isCounted, isWaiting, list, mayCome, members, names, phone, readQueue } from "./phone.js";
import * as queue from "./queue.js";
import { say, time } from "./words.js";

const MOST_FOUND = 20;

export const part = (id) => document.getElementById(id);

let opened = null; // the family
let standing = ""; // how it stands with sending, as sending.js says

export function render() {
  part("choose").hidden = Boolean(phone.place);
  part("count").hidden = !phone.place;
  if (phone.place) renderCount();
  else renderChoice();
  renderUnsent();
}

/** A sentence at the top, until another one or none. */
export function tell(sentence) {
  part("said").textContent = sentence;
  part("said").hidden = !sentence;
}

/** How it stands with sending. */
export function stand(state) {
  standing = state;
  render();
}

/** This family, or none; what was found before and offered is gone. */
export function show(household) {
  opened = household;
  listFound([]);
  offer(false);
  render();
}

export const close = () => (opened = null);

/** Whether somebody may be counted all the same. */
export const offer = (whether) => (part("anyway").hidden = !whether);

/** How many of how many are here, as it stands on the screen. */
export const figure = () => part("figure").textContent;

export const listFound = (found) => part("found").replaceChildren(...found.slice(0, MOST_FOUND).map(familyLine));

/** Members of these households, whom this list has not, to be kept one by one. @param keep is told whom; says whether they are */
export const listMembers = (households, keep) =>
  part("found").replaceChildren(...households.slice(0, MOST_FOUND).map((household) => strangers(household, keep)));

function strangers(household, keep) {
  const chosen = household.members.map((member) => {
    const state = member.notToBoard ? say("askManager") : member.child ? say("child") : "";
    const content = [element("span", own(member.name)), element("small", [own(member.latinName ?? ""), state ? ` · ${state}` : ""])];
    const pressed = button(content, { disabled: member.notToBoard || isWaiting(member) }, async () => {
      pressed.disabled = true;
      if (await keep(member)) pressed.querySelector("span").prepend("✓ ");
      else pressed.disabled = false;
      (part("found").querySelector("button:enabled") ?? part("words-sought")).focus();
    });
    return pressed;
  });
  return element("li", [element("h2", own(household.caseNumber)), ...chosen]);
}

function element(tag, content, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...[content].flat());
  return made;
}

const own = (text) => element("bdi", text);

function button(content, properties, pressed) {
  const made = element("button", content, { type: "button", ...properties });
  made.addEventListener("click", pressed);
  return made;
}

function renderChoice() {
  const movements = phone.departures.length
    ? phone.departures
    : [...phone.lists.values()].map((one) => ({ ...one, from: one.origin, to: one.destination }));
  choices("movement", movements.map(({ code, from, to }) => [code, `${code} · ${from} – ${to}`]));
  const chosen = movements.find(({ code }) => code === part("movement").value);
  choices("at", chosen?.checkpoints.map((stop) => [stop, say(stop)]) ?? []);
  const others = movements.filter((movement) => movement !== chosen);
  const ticked = new Set([...phone.lists.keys(), ...tickedAlong()]);
  part("along").hidden = !others.length;
  part("along").querySelector("ul").replaceChildren(
    ...others.map(({ code, from, to }) => {
      const box = element("input", [], { type: "checkbox", value: code, checked: ticked.has(code) });
      return element("li", element("label", [box, element("span", [own(code), ` ${from} – ${to}`])]));
    }),
  );
}

/** What can be chosen; what was chosen stays so. */
function choices(id, offered) {
  const before = part(id).value;
  part(id).replaceChildren(...offered.map(([value, text]) => element("option", text, { value, selected: value === before })));
}

export const tickedAlong = () => [...part("along").querySelectorAll("input:checked")].map((box) => box.value);

function renderCount() {
  const all = members(list());
  const counted = all.filter(isCounted).length;
  const missing = list()?.households.filter((household) => !household.members.every(isCounted)) ?? [];
  part("place").replaceChildren(own(phone.place.movement), ` · ${say(phone.place.checkpoint)}`);
  part("figure").textContent = list() ? say("of", counted, all.length) : say("noList");
  part("progress").hidden = !list();
  part("progress").max = all.length || 1;
  part("progress").value = counted;
  part("missing").textContent = missing.length ? say("missing", all.length - counted) : say("nobodyMissing");
  part("families").parentElement.hidden = !list();
  part("families").replaceChildren(...missing.map(familyLine));
  part("as-of").replaceChildren(...(list() ? [say("asOf", time(list().asOf)), ...[...phone.lists.keys()].map(own)] : []));
  renderFamily();
}

function familyLine(household) {
  const missing = household.members.filter((member) => !isCounted(member));
  const content = [
    element("span", [own(household.caseNumber), " · ", say("of", household.members.length - missing.length, household.members.length)]),
    element("small", own(names(missing.length ? missing : household.members))),
  ];
  return element("li", button(content, {}, async () => {
    await open(household);
    (part("family").querySelector("button:enabled") ?? part("words-sought")).focus({ preventScroll: true });
    part("answer").scrollIntoView({ block: "nearest" });
  }));
}

function renderFamily() {
  const number = opened?.caseNumber;
  opened = list()?.households.find(({ caseNumber }) => caseNumber === number) ?? null; // as it stands on the newest list
  part("family").hidden = !opened;
  if (!opened) return;
  const coming = opened.members.filter(mayCome);
  const all = button(say("all", coming.length), { id: "all", className: "main" }, async () => {
    await count(coming);
    part("words-sought").focus();
  });
  part("family").replaceChildren(
    element("h2", own(number)),
    ...(coming.length > 1 ? [all] : []),
    ...opened.members.map(memberButton),
  );
}

function memberButton(member) {
  const state = member.notToBoard ? say("askManager") : isCounted(member) ? say("here") : member.child ? say("child") : "";
  const latin = member.latinName && member.latinName !== member.name ? member.latinName : "";
  const content = [
    element("span", [isCounted(member) ? "✓ " : "", own(member.name)]),
    element("small", [own(latin), latin && state ? " · " : "", state]),
  ];
  return button(content, { disabled: !mayCome(member) }, async () => {
    await count([member]);
    (part("family").querySelector("button:enabled") ?? part("words-sought")).focus();
  });
}

function renderUnsent() {
  const unsent = phone.scans.filter((scan) => scan.state !== "conflict").length;
  const told = phone.scans.filter((scan) => scan.state !== "waiting");
  part("unsent").textContent = unsent ? say("unsent", unsent) : say("allSent");
  part("send").hidden = !unsent;
  part("state").textContent = standing && standing !== "sent" ? say(standing, unsent) : "";
  part("sign-in").hidden = standing !== "signedOut" && Boolean(phone.officer);
  part("sign-out").hidden = !phone.officer;
  part("officer").textContent = phone.officer?.name ?? "";
  part("conflicts").hidden = part("to-conflicts").hidden = !told.length;
  part("to-conflicts").textContent = say("conflicts", told.length);
  part("conflicts").querySelector("ul").replaceChildren(...told.map(toldLine));
}

/** A scan with what the server says of it. */
function toldLine(scan) {
  const member = members(phone.lists.get(scan.movement)).find(({ person }) => String(person) === scan.person);
  const conflict = scan.state === "conflict";
  const settled = button(say(conflict ? "read" : "again"), { className: "second" }, async () => {
    await (conflict ? queue.strike([scan]) : queue.mark(scan, "waiting", undefined));
    await readQueue();
    render();
    sendSoon();
  });
  const what = [member ? own(member.name) : say("somebody"), " · ", own(scan.movement), ` · ${say(scan.checkpoint)} · ${time(scan.at)}`];
  return element("li", [element("p", what), element("p", scan.why ?? "", { dir: "auto" }), settled]);
}
