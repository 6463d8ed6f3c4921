// When the session has ended, a live part of a page must not be replaced by a piece of the sign-in page.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname.endsWith("/sign-in")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// Beside a form in Tasklist a page stands without its own frame, also one step on from the dossier; a task opens around it.
if (self !== top) {
  document.body.classList.add("embedded");
  document.querySelectorAll('a[href*="/camunda/app/"]').forEach((link) => (link.target = "_top"));
}

// Whoever was led to sign in is led back to where they were, down to the task.
document.querySelector("form[data-leads-back]")?.addEventListener("submit", ({ currentTarget }) => {
  currentTarget.action += location.hash;
});

// After a refusal the cursor stands in the first field that is wrong.
if (document.querySelector("main [role=alert]")) {
  [...document.querySelectorAll("main [aria-invalid=true]")].find((field) => field.checkVisibility())?.focus();
}

// Whoever signs out leaves no lists behind that were taken along to count; scans that wait to be sent stay.
if (new URLSearchParams(location.search).has("signedOut")) {
  indexedDB.deleteDatabase("homeward-lists");
}
