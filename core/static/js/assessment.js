// Self-assessment from the keyboard: A B C D N on a row, ↑ ↓ between rows, each row saved by itself.
// Without this file every row is a plain form with its own button.
"use strict";

const LEVELS = { a: "A", b: "B", c: "C", d: "D", n: "NC" };
const rows = [...document.querySelectorAll("[data-row]")];
const heading = document.querySelector("h1");
const bar = document.querySelector("[data-progress] progress");
document.documentElement.classList.add("scripted");

const rowOf = (element) => element.closest("[data-row]");
const isTyping = (element) => element.matches("textarea, input:not([type=radio], [type=checkbox]), select");

function goTo(row) {
  if (!row) return;
  const chosen = row.querySelector("[name=level]:checked");
  (chosen || row).focus({ preventScroll: true });
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  row.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

const neighbour = (row, step) => rows[rows.indexOf(row) + step];

// ---------------------------------------------------------------- saving

function tell(row, words, failed) {
  const place = row.querySelector("[data-saved]");
  place.textContent = words;
  place.classList.toggle("failed", Boolean(failed));
}

function show(row, answer) {
  const fault = row.querySelector("[data-fault]");
  fault.hidden = !answer.fault;
  fault.textContent = answer.fault || "";
  if (answer.version !== undefined) row.querySelector("[name=seen]").value = answer.version;
  if (answer.fault) return tell(row, "Non enregistré", true);
  row.classList.remove("wrong");
  row.classList.toggle("rated", !answer.gap);
  row.querySelector("[data-gap]").textContent = answer.gap;
  tell(row, answer.saved);
  if (answer.done < bar.value) return; // an older answer, come late
  heading.textContent = answer.heading;
  document.title = `${answer.heading} · Sillage`;
  bar.value = answer.done;
}

async function send(row) {
  const form = row.querySelector("[data-rate]");
  if (!form.querySelector("[name=level]:checked")) return null;
  const options = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } };
  try {
    const response = await fetch(form.action, options);
    if (!(response.headers.get("Content-Type") || "").includes("json")) throw new Error("not ours");
    return await response.json();
  } catch {
    return { fault: "Cette ligne n’a pas pu être enregistrée. Ce que vous avez écrit est toujours là : rechargez la page dans un autre onglet, puis réessayez." };
  }
}

// One request at a time for a row: what changes meanwhile is sent after, with the new version.
const busy = new Map();
async function save(row) {
  if (busy.has(row)) {
    busy.set(row, true);
    return null;
  }
  busy.set(row, false);
  tell(row, "Enregistrement…");
  const answer = await send(row);
  if (answer) show(row, answer);
  else tell(row, "");
  const again = busy.get(row);
  busy.delete(row);
  return again ? save(row) : answer;
}

// The next row comes at once: a slow line must not make one key count for two rows.
async function choose(row, level) {
  const option = row.querySelector(`[name=level][value=${level}]`);
  if (option.disabled) return tell(row, row.querySelector("[data-hint]").textContent, true);
  option.checked = true;
  dropStrength(row);
  if (needsReason(row, level)) row.querySelector("textarea").focus();
  else goTo(neighbour(row, 1));
  const answer = await save(row);
  if (answer && answer.fault) goTo(row);
}

// « Non concerné », or higher than proposed, without a word yet.
function needsReason(row, level) {
  if (row.querySelector("textarea").value.trim()) return false;
  return level === "NC" || (row.dataset.row !== "" && level < row.dataset.row);
}

// A strong point is told of a commitment kept and proven, of no other.
function dropStrength(row) {
  if (!row.querySelector("[name=level][value=A]:checked")) row.querySelector("[name=is_strong]").checked = false;
}

// ---------------------------------------------------------------- listening

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-rate]");
  if (!form) return;
  dropStrength(rowOf(form));
  save(rowOf(form));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-rate]")) return;
  event.preventDefault();
  save(rowOf(event.target));
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const row = rowOf(event.target);
  if (isTyping(event.target)) return typed(event, row);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && (row || event.target === document.body)) {
    const next = row ? neighbour(row, step) : step === 1 && rows[0];
    if (!next) return;
    event.preventDefault();
    return goTo(next);
  }
  const level = LEVELS[event.key.toLowerCase()];
  if (row && level && row.querySelector("[data-rate]") && !event.target.matches("summary")) {
    event.preventDefault();
    choose(row, level);
  }
});

// Enter in a reason saves it and goes on; Shift+Enter makes a new line.
async function typed(event, row) {
  if (event.key === "Escape" && row) return row.focus();
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("[name=reason]")) return;
  event.preventDefault();
  const answer = await save(row);
  if (!answer || (!answer.fault && !answer.gap)) goTo(neighbour(row, 1));
}

addEventListener("beforeunload", (event) => {
  if (busy.size) event.preventDefault();
});
