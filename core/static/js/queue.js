// « À relire » from the keyboard: ↓ ↑ from sentence to sentence, 1 2 3 for the themes proposed, M for another.
// Without this file each sentence is a plain form with its buttons. Keys act on the sentence in focus alone.
"use strict";

const KEPT = "sillage-queue";
const voices = [...document.querySelectorAll("[data-voice]")];
const isTyping = (element) => element.matches("select, textarea, input");
document.querySelector("[data-keys]")?.removeAttribute("hidden");

function goTo(voice) {
  if (!voice) return;
  voice.focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  voice.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function act(voice, key) {
  const proposed = [...voice.querySelectorAll("button[name=theme]")];
  if (key === "m") voice.querySelector("select").focus();
  else if (proposed[Number(key) - 1]) {
    sessionStorage.setItem(KEPT, "1"); // the next sentence takes the focus
    proposed[Number(key) - 1].click();
  } else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const voice = event.target.closest("[data-voice]");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !isTyping(event.target)) {
    goTo(voice ? voices[voices.indexOf(voice) + step] : voices[0]);
    event.preventDefault();
  } else if (voice && !isTyping(event.target) && act(voice, event.key.toLowerCase())) {
    event.preventDefault();
  } else if (voice && event.target.matches("select") && event.key === "Enter") {
    sessionStorage.setItem(KEPT, "1");
    voice.querySelector("button[name=use_other]").click();
    event.preventDefault();
  } else if (voice && event.target.matches("select") && event.key === "Escape") goTo(voice);
});

if (sessionStorage.getItem(KEPT)) {
  sessionStorage.removeItem(KEPT);
  goTo(voices[0]);
}
