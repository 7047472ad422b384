// Fields that filter a long list while the reader types: the countries of Help, and the topics of the link sheet. Nothing
// typed is sent or stored. Without scripts the letters, or the list of names, lead to every entry.
(() => {
  function mount() {
    const countries = document.querySelector(".guide-helpline__index[data-filter]");
    const topics = document.querySelector("[data-topics]");
    if (countries) addField(countries, "country", countries.dataset.filter, filterCountries);
    if (!topics) return;
    addField(topics, "topic", topics.dataset.topics, filterTopics);
    guide.load(topics.dataset.script).catch(() => {}); // its copy buttons
  }

  // Add a labelled field at the beginning of an element, and a status with the message of `filter`. Enter, which closes
  // the keyboard of a phone, opens the first entry found, if it is a <details>. After Back the field is empty.
  function addField(place, id, text, filter) {
    if (place.querySelector("input")) return;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("p");
    input.type = "text"; // a field of type “search” may remember what was typed
    input.id = id;
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = id;
    label.textContent = text;
    status.setAttribute("role", "status");
    place.prepend(label, input, status);
    let first;

    function show() {
      const { found, message } = filter(input.value, place.dataset);
      first = found[0];
      status.textContent = input.value.trim() ? message : "";
    }

    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !input.value.trim()) return;
      event.preventDefault(); // or the key would close the fold again, which has the focus by then
      openFold(first);
    });
    addEventListener("pagehide", () => ((input.value = ""), show()));
  }

  function openFold(entry) {
    const id = entry?.querySelector("a")?.hash.slice(1); // a country that stands open above is a link here
    const fold = entry?.matches("details") ? entry : document.getElementById(id)?.closest("details");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("summary").focus();
  }

  // As in data-names: lower case, without full stops; “U.K.” is “uk”.
  function normalise(text) {
    return text.trim().toLowerCase().replaceAll(".", "");
  }

  // Show the country with exactly this name, or else those with a name in which a word begins with it. A country that
  // is not listed is not mistaken for one whose name begins in the same way.
  function filterCountries(text, dataset) {
    const typed = normalise(text);
    const groups = [...document.querySelectorAll(".guide-helpline__group")];
    const countries = groups.flatMap((group) => [...group.children]);
    const names = (country) => (country.dataset.names ?? normalise(country.textContent)).split("|");
    const missing = dataset.others.split("|").includes(typed);
    const exact = countries.filter((country) => names(country).includes(typed));
    const partial = countries.filter((country) => names(country).some((name) => ` ${name}`.includes(` ${typed}`)));
    const found = exact.length ? exact : missing ? [] : partial;
    for (const group of groups) showOnly(group, found);
    document.querySelector(".guide-helpline__index ul").hidden = typed !== "";
    const count = dataset.found.replace("{count}", found.length);
    return { found, message: found.length ? count : missing ? dataset.missing : dataset.none };
  }

  // Show the topics with all the typed words in their names.
  function filterTopics(text, dataset) {
    const words = text.toLowerCase().split(/\s+/);
    const groups = [...document.querySelectorAll(".guide-link-sheet")];
    const name = (topic) => topic.querySelector("h3").textContent.toLowerCase();
    const topics = groups.flatMap((group) => [...group.children]);
    const found = topics.filter((topic) => words.every((word) => name(topic).includes(word)));
    for (const group of groups) group.previousElementSibling.hidden = showOnly(group, found);
    return { found, message: found.length ? dataset.found.replace("{count}", found.length) : dataset.none };
  }

  // Hide the entries of a group that are not found, and a group without any; returns whether it is hidden.
  function showOnly(group, found) {
    for (const entry of group.children) entry.hidden = !found.includes(entry);
    return (group.hidden = [...group.children].every((entry) => entry.hidden));
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
