// When the session has ended, a live part of a page must not be replaced by a piece of the sign-in page.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname.endsWith("/sign-in")) {
    event.detail.shouldSwap = false;
    location.reload();
  }
});
