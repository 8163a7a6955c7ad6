// Passkeys: the browser asks the device, the page carries question and answer.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

// The question as the browser wants it: bytes where the page has text.
function read({ publicKey }) {
  const question = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (publicKey.user) question.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  if (publicKey.excludeCredentials) question.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) question.allowCredentials = known(publicKey.allowCredentials);
  return question;
}

// The answer as text, in the form of the standard's own JSON.
function write(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = toText(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  if (form.dataset.passkey === "add") {
    return navigator.credentials.create({ publicKey: read(JSON.parse(form.dataset.options)) });
  }
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
  return navigator.credentials.get({ publicKey: read(await answer.json()) });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const failed = form.querySelector("[data-passkey-failed]");
  const credential = form.querySelector("[name=credential]");
  form.addEventListener("submit", async (event) => {
    if (credential.value) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      credential.value = write(await ask(form));
      form.requestSubmit();
    } catch {
      credential.value = "";
      failed.hidden = false;
    }
  });
}
