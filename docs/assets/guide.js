// Turns the link to all pages into a search that opens in place. Without scripts it stays an ordinary link.
// Nothing of the search is fetched before it is asked for, and nothing is stored.

const link = document.getElementById("find");
const panel = document.getElementById("search");

const button = document.createElement("button");
button.type = "button";
button.textContent = panel.dataset.open;
button.setAttribute("aria-expanded", "false");
button.setAttribute("aria-controls", "search");
link.replaceWith(button);

let search;

async function open() {
  panel.hidden = false;
  button.setAttribute("aria-expanded", "true");
  panel.querySelector("input").focus();
  search ??= import("./search.js").then((module) => module.start(panel)).catch(failed);
  await search;
}

function failed() {
  search = undefined; // the next opening tries again
  panel.querySelector("[role=status]").textContent = panel.dataset.failed;
}

function close() {
  panel.hidden = true;
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

button.addEventListener("click", () => (panel.hidden ? open() : close()));
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") close();
});
panel.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
