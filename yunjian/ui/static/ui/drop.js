// A file field becomes a place to drop files on, and its form is sent with visible progress.
"use strict";

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector('input[type="file"]');
  const words = zone.querySelector("[data-drop-words]");
  const bar = zone.querySelector("progress");
  zone.querySelector("[data-drop-hint]").hidden = false;

  function sayChosen() {
    const names = [...input.files].map((file) => file.name).join(", ");
    words.textContent = names ? zone.dataset.ready + names : "";
  }

  function over(event) {
    event.preventDefault();
    zone.classList.add("is-over");
  }

  function away() {
    zone.classList.remove("is-over");
  }

  function failed() {
    bar.hidden = true;
    words.textContent = zone.dataset.failed;
  }

  function send(event) {
    const form = event.target;
    if (!input.files.length || form.matches("[hx-post]")) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("error", failed);
    request.addEventListener("load", () => show(request));
    bar.hidden = false;
    bar.value = 0;
    words.textContent = zone.dataset.sending;
    request.send(new FormData(form, event.submitter));
  }

  // The answer is a page like any other; fetching it again would lose its messages, so it is shown as it came.
  function show(request) {
    if (request.status >= 500) return failed();
    const answered = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = answered.querySelector("main");
    document.title = answered.title;
    document.querySelector("main").replaceWith(main);
    if (request.responseURL) history.pushState(null, "", request.responseURL);
    window.htmx?.process(main);
    const place = main.querySelector(".error-summary, .notice-error") ?? main;
    place.tabIndex = -1;
    place.focus();
  }

  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", away);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    away();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", sayChosen);
  input.form?.addEventListener("submit", send);
}
