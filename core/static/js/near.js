// What is near to what one types, and what it may touch, asked half a second after the last key. Nothing is kept of what is asked.
// Without this file, they are shown once, before or after sending.
const form = document.querySelector("[data-near]");
const shown = document.querySelector("#proches > div");
let waiting;

async function look() {
  const text = form.elements.what_happened.value;
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("text", text);
  body.set("guess", new FormData(form).get("guess") ?? "");
  const answer = await fetch(form.dataset.near, { method: "POST", body });
  if (!answer.ok || text !== form.elements.what_happened.value) return;
  shown.innerHTML = await answer.text();
  seen(true);
}

// What was shown while typing needs no second look: one press sends, and a chosen file is not lost.
function seen(isSeen) {
  form.querySelector("[name=looked]")?.remove();
  if (!isSeen) return;
  const mark = document.createElement("input");
  Object.assign(mark, { type: "hidden", name: "looked", value: "1" });
  form.append(mark);
}

form?.elements.what_happened.addEventListener("input", () => {
  clearTimeout(waiting);
  seen(false);
  waiting = setTimeout(look, 500);
});
