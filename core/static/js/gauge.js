// The clear-language gauge while one types: the server judges, half a second after the last key. Without this file, it judges at each save.
const form = document.querySelector("[data-gauge]");
const shown = document.querySelector("#clarte > div");
let waiting;

async function judge() {
  const text = ["wording", "hint", "choices"].map((name) => form.elements[name].value).join("\n");
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("text", text);
  const answer = await fetch(form.dataset.gauge, { method: "POST", body });
  if (answer.ok) shown.innerHTML = await answer.text();
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(judge, 500);
});
