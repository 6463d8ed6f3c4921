// Homeward, when there is network.

const PATIENCE = 60_000; // a network that only looks like one
const BASE = document.documentElement.dataset.base;

/** The session has ended, or nobody has signed in. */
export class SignedOut extends Error {}

/** The server says no: with which status, in which sentence, about which field, and when to come again. */
export class Refused extends Error {
  constructor(answer, problem) {
    super(problem.detail ?? "");
    this.status = answer.status;
    this.field = problem.field;
    this.retryAfter = Number(answer.headers.get("Retry-After")) || 0;
  }
}

export const address = (path) => BASE + path;

let fromAfar = false;

/** Whether the office has signed this phone out, by the last answer. */
export const isSignedOutFromAfar = () => fromAfar;

/** @param device this phone's, so that the server can say that it has been signed out from afar */
export async function ask(device, path, sent) {
  const answer = await fetch(address(path), {
    redirect: "manual", // to the sign-in page
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE),
    ...sent,
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "Homeward-Device": device, ...sent?.headers },
  });
  fromAfar = answer.headers.get("Homeward-Device") === "signed-out";
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if (!answer.ok) throw new Refused(answer, await answer.json().catch(() => ({})));
  return answer.json();
}
