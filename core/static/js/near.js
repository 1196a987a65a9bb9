// Reports near to what one types, asked half a second after the last key. Nothing is kept of what is asked. Without this file, they are shown once, before sending.
const form = document.querySelector("[data-near]");
const shown = document.querySelector("#proches > div");
let waiting;

async function look() {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("text", form.elements.what_happened.value);
  const answer = await fetch(form.dataset.near, { method: "POST", body });
  if (answer.ok) shown.innerHTML = await answer.text();
}

form?.elements.what_happened.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 500);
});
