// A file is sent in parts and goes on where the connection was lost: the core of tus 1.0 over our own addresses.
// Nothing is kept in the browser: on a page opened anew a file is sent from its beginning.
"use strict";

class Refused extends Error {}

for (const form of document.querySelectorAll("[data-resumable]")) {
  const PART = 4 * 1024 * 1024;
  const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
  const input = form.querySelector('input[type="file"]');
  const words = form.querySelector("[data-resumable-words]");
  const bar = form.querySelector("progress");
  const token = form.querySelector('[name="csrfmiddlewaretoken"]').value;
  const headers = { "X-CSRFToken": token, "Tus-Resumable": "1.0.0" };

  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

  async function begin(file) {
    const fields = new FormData();
    fields.append("type", form.elements.type.value);
    fields.append("issued_on", form.elements.issued_on.value);
    fields.append("name", file.name);
    fields.append("size", file.size);
    const answer = await fetch(form.dataset.resumable, { method: "POST", headers, body: fields });
    const told = await answer.json();
    if (!answer.ok) throw new Refused(told.sentence);
    return told.location;
  }

  async function sendPart(file, location, offset) {
    const answer = await fetch(location, {
      method: "PATCH",
      headers: { ...headers, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
      body: file.slice(offset, offset + PART),
    });
    if (answer.ok) return Number(answer.headers.get("Upload-Offset"));
    if (answer.status === 409) {
      const head = await fetch(location, { method: "HEAD", headers });
      return Number(head.headers.get("Upload-Offset"));
    }
    if (answer.status < 500) throw new Refused((await answer.json()).sentence);
    throw new Error(String(answer.status));
  }

  async function send(file) {
    const location = await begin(file);
    let offset = 0;
    let tries = 0;
    while (offset < file.size) {
      bar.value = (100 * offset) / file.size;
      try {
        offset = await sendPart(file, location, offset);
        words.textContent = form.dataset.sending;
        tries = 0;
      } catch (trouble) {
        if (trouble instanceof Refused || tries === PAUSES.length) throw trouble;
        words.textContent = form.dataset.again;
        await pause(PAUSES[tries++]);
      }
    }
    window.location.assign(location);
  }

  // Small files and replacements go with the form itself: the answer comes at once.
  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (!file || file.size <= 2 * PART || form.elements.replaces.value) return;
    event.preventDefault();
    const button = form.querySelector(".buttons button");
    button.disabled = true;
    bar.hidden = false;
    words.textContent = form.dataset.sending;
    send(file).catch((trouble) => {
      bar.hidden = true;
      button.disabled = false;
      words.textContent = trouble instanceof Refused ? trouble.message : form.dataset.failed;
    });
  });
}
