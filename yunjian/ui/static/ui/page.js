// What every page does with JavaScript on: say so when a request in the background failed.
"use strict";

function sayFailed() {
  const place = document.getElementById("notices");
  const notice = document.createElement("div");
  const sentence = document.createElement("p");
  notice.className = "notice notice-error";
  sentence.textContent = place.dataset.failed;
  notice.append(sentence);
  place.replaceChildren(notice);
  place.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", sayFailed);
document.addEventListener("htmx:responseError", sayFailed);
