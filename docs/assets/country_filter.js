// The page of helplines: a field that filters the countries, and folds that open when a link leads into them.
// Nothing typed is sent or stored. Without scripts the index of letters leads to every country.
(() => {
  function mount() {
    const index = document.querySelector(".guide-helpline__index[data-filter]");
    if (!index || index.querySelector("input")) return;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("p");
    input.type = "text"; // a field of type “search” may remember what was typed
    input.id = "country";
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = input.id;
    label.textContent = index.dataset.filter;
    status.setAttribute("role", "status");
    index.prepend(label, input, status);
    const show = () => filter(index, normalise(input.value), status);
    input.addEventListener("input", show);
    input.addEventListener("keydown", ({ key }) => key === "Enter" && openFirst(input.value && show()));
  }

  // As in data-names: lower case, without full stops; “U.K.” is “uk”.
  function normalise(text) {
    return text.trim().toLowerCase().replaceAll(".", "");
  }

  // Show the country with exactly this name, or else those with a word that begins so in one of their names. A country
  // that is not listed is not mistaken for one whose name begins like its own.
  function filter(index, typed, status) {
    const groups = [...document.querySelectorAll(".guide-helpline__group")];
    const countries = groups.flatMap((group) => [...group.children]);
    const names = (country) => (country.dataset.names ?? normalise(country.textContent)).split("|");
    const missing = index.dataset.others.split("|").includes(typed);
    const exact = countries.filter((country) => names(country).includes(typed));
    const partial = countries.filter((country) => names(country).some((name) => ` ${name}`.includes(` ${typed}`)));
    const found = exact.length ? exact : missing ? [] : partial;
    for (const country of countries) country.hidden = !found.includes(country);
    for (const group of groups) group.hidden = [...group.children].every((country) => country.hidden);
    index.querySelector("ul").hidden = typed !== "";
    const { found: count, missing: unlisted, none } = index.dataset;
    const message = found.length ? count.replace("{count}", found.length) : missing ? unlisted : none;
    status.textContent = typed ? message : "";
    return found;
  }

  // Enter, which closes the keyboard of a phone, opens the first country that fits.
  function openFirst([first]) {
    const fold = first?.matches("details") ? first : document.getElementById(first?.querySelector("a")?.hash.slice(1))?.closest("details");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("summary").focus();
  }

  // Older browsers do not open a fold by themselves when a link leads into it.
  function openTarget() {
    const target = document.getElementById(location.hash.slice(1));
    const closed = target?.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  }

  addEventListener("hashchange", openTarget);
  document.addEventListener("guide:open", mount);
  mount();
  openTarget();
})();
