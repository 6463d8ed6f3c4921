// A code or a name comes, and is answered from what is on the phone. Nobody is told yes before it is written down.

import { answer } from "./answers.js";
import { keyOf, kindOf, plain } from "./codes.js";
import { sendSoon } from "./office.js";
import { find, isCounted, list, mayCome, names, phone, readQueue } from "./phone.js";
import * as queue from "./queue.js";
import { figure, listMembers, offer, part, render, show } from "./screen.js";
import { say, time } from "./words.js";

const answered = (kind, ...sentences) => answer(part("answer"), kind, say(kind), ...sentences);

let unknown = null; // whom the list here has not, until somebody decides: {code, member}, or {households} to choose from

/** What was typed: a code, a case number, a name. @returns households that it may mean, to choose from: a piece counts nobody */
export async function look(text) {
  const known = phone.owners.get(phone.place.movement)?.has(keyOf(text));
  const found = known ? [] : find(text);
  const exact = found.find((household) => plain(household.caseNumber) === plain(text));
  if (exact) await open(exact);
  else if (found.length) return chosenFrom(found);
  else if (!(await meetCode(text, true))) nobody(text);
  return [];
}

function chosenFrom(found) {
  show(null);
  answered("family", say("which"));
  return found;
}

/** A code that was scanned or typed. @returns false if it was typed and is none */
export async function meetCode(text, typed) {
  const start = performance.now();
  const known = phone.owners.get(phone.place.movement)?.get(keyOf(text));
  if (known?.member) {
    show(null);
    await count([known.member]);
  } else if (known) {
    await open(known.household);
  } else {
    const kind = kindOf(text, typed);
    if (kind === "words") return false;
    await strange(kind, text);
  }
  performance.measure("homeward-answer", { start });
  return true;
}

/** Shows the family, to say who is here; one person alone is counted. */
export async function open(household) {
  const several = household.members.length > 1;
  show(several ? household : null);
  if (several && household.members.some(mayCome)) return answered("family", household.caseNumber);
  await count(household.members);
}

export async function count(members) {
  const fresh = members.filter(mayCome);
  if (!fresh.length) return nobodyComes(members);
  if (!(await written(fresh.map(personOf)))) return;
  render();
  answered("yes", names(fresh), figure());
  sendSoon();
}

function nobodyComes(members) {
  const before = members.filter(isCounted);
  const barred = members.filter((member) => member.notToBoard && !isCounted(member));
  const sentences = [];
  if (before.length) sentences.push(say("countedBefore", names(before)));
  if (barred.length) sentences.push(say("notToBoard", names(barred)));
  answered(before.length ? "before" : "no", ...sentences);
}

/** A code that nobody on the list has. */
async function strange(kind, code) {
  show(null);
  if (kind !== "ours") return answered("no", say(kind));
  if (!list()) return keep({ token: code }, "keptWithoutList");
  const [other, owners] = [...phone.owners].find(([, owners]) => owners.has(keyOf(code))) ?? [];
  const { household, member } = owners?.get(keyOf(code)) ?? {};
  if (household?.members.length > 1 && !member) elsewhere({ households: [household] }, other);
  else elsewhere({ code, member: member ?? household?.members[0] }, other);
}

/** A name that nobody on the list has. */
function nobody(text) {
  show(null);
  if (!list()) return answered("no", say("onlyCodes", text));
  const others = [...phone.lists.values()].filter((one) => find(text, one).length);
  if (!others.length) return answered("no", say("nobodyFound", text));
  const codes = others.map((one) => one.code).join(", ");
  elsewhere({ households: others.flatMap((one) => find(text, one)) }, codes);
}

function elsewhere(whom, other) {
  answered("no", say(other ? "onOther" : "notOnList", phone.place.movement, time(list().asOf), other));
  unknown = whom;
  offer(true);
}

/** The officer counts them all the same; of several, those who are seen here. */
export async function keepUnknown() {
  const { code, member, households } = unknown;
  show(null);
  if (!households) return keep(member ? personOf(member) : { token: code }, "keptAnyway");
  answered("family", say("which"));
  listMembers(households, (one) => keep(personOf(one), "keptAnyway"));
}

const personOf = (member) => ({ person: String(member.person) });

/** Kept for the office to decide; nobody is told yes. @returns whether it is kept */
async function keep(who, why) {
  const kept = phone.officer && (await written([who]));
  if (kept) answered("kept", say(why, phone.place.movement));
  else if (!phone.officer) answered("no", say("signInFirst"));
  render();
  sendSoon();
  return kept;
}

/** @returns whether it is kept; if not, it says so, and nobody is counted */
async function written(who) {
  try {
    await queue.add(phone.device, who.map((one) => ({ ...one, ...phone.place })));
    await readQueue();
    return true;
  } catch (trouble) {
    answered("no", say(trouble.name === "QuotaExceededError" ? "full" : "notKept", who.length));
    return false;
  }
}
