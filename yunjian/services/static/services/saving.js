// A draft is saved while somebody writes. What could not be sent stays on the page, and goes when the line is back;
// nothing is kept in the browser beyond the page.
"use strict";

for (const form of document.querySelectorAll("form[data-saving]")) {
  const FIRST = 2000;
  const LONGEST = 60000;
  const status = form.querySelector("[data-status]");
  let timer = 0;
  let wait = FIRST;
  let isChanged = false;
  let isOver = false;
  let sending = null;

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  }

  async function post() {
    isChanged = false;
    status.textContent = form.dataset.savingNow;
    try {
      const answer = await fetch(form.dataset.saving, {
        method: "POST", body: new FormData(form), redirect: "manual",
      });
      if (answer.type === "opaqueredirect") {
        isChanged = true;
        status.textContent = form.dataset.signedOut;
        return;
      }
      if (answer.status >= 500) throw new Error(String(answer.status));
      const told = await answer.json();
      if (answer.ok) {
        for (const each of document.querySelectorAll('input[name="revision"]')) each.value = told.revision;
        status.textContent = form.dataset.saved;
      } else {
        isOver = true; // somebody wrote elsewhere, or it is handed in: only the button goes on, and says it in full
        status.textContent = told.said;
      }
      wait = FIRST;
    } catch {
      isChanged = true;
      status.textContent = form.dataset.offline;
      later(wait);
      wait = Math.min(wait * 2, LONGEST);
    }
  }

  async function send() {
    if (isOver || !isChanged) return;
    if (sending) {
      later(FIRST);
      return;
    }
    sending = post();
    await sending;
    sending = null;
  }

  form.addEventListener("input", () => {
    isChanged = true;
    later(FIRST);
  });
  window.addEventListener("online", send);
  window.addEventListener("beforeunload", (event) => {
    if (isChanged && !isOver) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    if (!sending) {
      isChanged = false;
      return;
    }
    event.preventDefault(); // the number that stands in the page is told first
    const button = event.submitter;
    sending.then(() => {
      sending = null;
      isChanged = false;
      form.requestSubmit(button);
    });
  });
}
