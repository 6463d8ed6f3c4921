// What is on this phone: who is signed in, where is counted, the lists, the scans that wait.

import { folded, keyOf } from "./codes.js";
import * as lists from "./lists.js";
import * as queue from "./queue.js";

export const phone = {
  device: "",
  officer: null, // who is signed in here: {name, keepSeconds}
  place: null, // where is counted: {movement, checkpoint}
  departures: [], // the movements of now, as far as the network told
  lists: new Map(), // by movement
  owners: new Map(), // by movement: whose each code is, {household, member}
  scans: [], // all that is in the queue
};

let waiting = new Set(); // whom the queue counts where

const mark = ({ movement, checkpoint, person }) => `${movement}|${checkpoint}|${person}`;

/** Whether a scan of this member here waits, whichever list has them. */
export const isWaiting = (member) => waiting.has(mark({ ...phone.place, person: String(member.person) }));

export const isCounted = (member) => member.counted.includes(phone.place.checkpoint) || isWaiting(member);

/** Whether this member is still to be counted here, and may be. */
export const mayCome = (member) => !member.notToBoard && !isCounted(member);

/** The list of the movement on which is counted; undefined if it was not taken along, or has been deleted. */
export const list = () => phone.lists.get(phone.place.movement);

export const members = (of) => of?.households.flatMap((household) => household.members) ?? [];

export const names = (of) => of.map((member) => member.name).join(", ");

/** The households of a list that a name or case number may mean. */
export function find(text, on = list()) {
  const sought = folded(text).split(/\s+/).filter(Boolean);
  if (!sought.length || !on) return [];
  return on.households.filter((household) => sought.every((word) => household.sought.includes(word)));
}

export async function remember() {
  phone.device = await queue.device();
  phone.officer = (await queue.noted("officer")) ?? null;
  phone.place = (await queue.noted("place")) ?? null;
}

export async function readQueue() {
  phone.scans = await queue.all();
  waiting = new Set(phone.scans.filter((scan) => scan.state === "waiting").map(mark));
}

export async function readLists() {
  hold(phone.officer ? await lists.read(phone.officer.name) : []);
}

export async function deleteLists() {
  await lists.wipe();
  hold([]);
}

function hold(all) {
  phone.lists = new Map(all.map((one) => [one.code, one]));
  phone.owners = new Map(all.map((one) => [one.code, ownersOf(one)]));
}

function ownersOf(one) {
  const whose = new Map();
  for (const household of one.households) {
    const called = household.members.flatMap((member) => [member.name, member.latinName ?? ""]);
    household.sought = folded([household.caseNumber, ...called].join(" "));
    for (const code of [household.passToken, household.shortCode, ...household.earlierPasses].filter(Boolean)) {
      whose.set(keyOf(code), { household });
    }
    for (const member of household.members) whose.set(keyOf(member.token), { household, member });
  }
  return whose;
}

/** The server has counted these: so do the lists here. */
export async function settle(scans) {
  const touched = new Set();
  for (const scan of scans) {
    const on = phone.lists.get(scan.movement);
    const member = members(on).find(({ person }) => String(person) === scan.person);
    if (member && !member.counted.includes(scan.checkpoint)) {
      member.counted.push(scan.checkpoint);
      touched.add(on);
    }
  }
  if (phone.officer) for (const on of touched) await lists.keep(on, phone.officer.name, 0);
}
