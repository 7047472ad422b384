// What the frame gains with scripts: a search that opens in place, and private reading.
// Nothing of either is fetched before it is asked for, and nothing is stored. Without scripts all links are ordinary.

// Search: the link to all pages becomes a button that opens the panel.
function mountSearch() {
  const link = document.getElementById("find");
  if (!link) return; // a discreet door has none until it is opened
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
    search ??= load(panel).then((module) => module.start(panel)).catch(failed);
    await search;
  }

  function failed() {
    search = undefined; // the next opening tries again
    panel.querySelector("[role=status]").textContent = panel.dataset.failed;
  }

  function close() {
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
  }

  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(), button.focus();
  });
  panel.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("guide:open", close);
}

// Private reading: one button on each page switches it on. From then on it only says so: what ends it is a new page.
function mountPrivate() {
  const line = document.querySelector(".guide-safely");
  const button = line.querySelector(".guide-private");
  const isOn = () => "private" in document.documentElement.dataset;

  function show() {
    button.hidden = document.querySelector("[data-opens]") !== null && !isOn();
    button.setAttribute("aria-pressed", isOn());
    button.disabled = isOn();
  }

  show();
  document.addEventListener("guide:open", show);
  button.addEventListener("click", async () => {
    try {
      (await load(line)).start();
      show(); // not before: until then a link is an ordinary link
    } catch {
      document.querySelector(".guide-said [role=status]").textContent = line.dataset.failed;
    }
  });
}

const load = (part) => import(new URL(part.dataset.script, document.baseURI));

mountSearch();
mountPrivate();
document.addEventListener("guide:open", mountSearch);
