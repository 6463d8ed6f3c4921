// When the session has ended, a live part of a page must not be replaced by a piece of the sign-in page.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname.endsWith("/sign-in")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});

// Whoever was led to sign in is led back to where they were, down to the task.
document.querySelector("form[data-leads-back]")?.addEventListener("submit", ({ currentTarget }) => {
  currentTarget.action += location.hash;
});
