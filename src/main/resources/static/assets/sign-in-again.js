// When the session has ended, Camunda's pages show a sign-in form of their own, which signs nobody in here. Ours leads back
// to the place, by the part of the address that no server sees; what stood in a task's form Tasklist keeps by itself.

let place = location.hash;

new MutationObserver(() => {
  if (!location.hash.startsWith("#/login")) {
    place = location.hash;
    return;
  }
  history.replaceState(null, "", place || "#/");
  location.reload();
}).observe(document.documentElement, { childList: true, subtree: true });
