// Keys for whoever keys sheets in or reads the telephone's text: a figure ticks the box that bears it,
// Enter goes on. Without this script the form works as any form does.
(function () {
  "use strict";
  const form = document.getElementById("entry");
  if (!form) return;

  const stops = [...form.querySelectorAll(".keyed, .q > textarea, .q .row")].map((group) => ({
    group,
    first: group.matches("textarea") ? group : group.querySelector("input"),
  }));
  const send = form.querySelector("button.button");

  const placeOf = (target) => stops.findIndex(({ group }) => group.contains(target));

  // A row about a channel that is not ticked above concerns nobody: the keys pass over it.
  function concerns({ first }) {
    const row = first.name.split(".")[1];
    const box = row && form.querySelector(`input[type=checkbox][value="${CSS.escape(row)}"]`);
    return !box || box.checked;
  }

  function go(place) {
    while (stops[place] && !concerns(stops[place])) place += 1;
    const next = stops[place];
    (next ? next.first : send).focus();
    (next ? next.group : send).scrollIntoView({ block: "center" });
  }

  function mark(target) {
    for (const { group } of stops) group.classList.toggle("here", group.contains(target) && !group.matches("textarea"));
  }

  function tick(group, figure) {
    const label = [...group.querySelectorAll("label")].find((one) => one.querySelector("kbd")?.textContent === figure);
    const box = label?.querySelector("input");
    if (!box) return false;
    box.checked = box.type === "radio" || !box.checked;
    box.focus();
    return true;
  }

  form.addEventListener("focusin", (event) => mark(event.target));

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const place = placeOf(event.target);
    if (place < 0) return;
    const { group } = stops[place];
    if (group.matches("textarea")) {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        go(place + 1);
      }
      return;
    }
    // On a French keyboard the figures of the upper row need no Shift here.
    const figure = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key;
    if (group.classList.contains("keyed") && /^\d$/.test(figure)) {
      event.preventDefault();
      if (tick(group, figure) && group.classList.contains("one")) go(place + 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(place + 1);
    } else if (event.key === "Backspace" && group.classList.contains("keyed")) {
      event.preventDefault();
      for (const box of group.querySelectorAll(".boxes input")) box.checked = false;
    }
  });

  go(0);
})();
