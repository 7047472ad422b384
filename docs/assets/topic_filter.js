// The link sheet: a field that shows only the topics with the typed words in their names, and the copy buttons. Nothing
// typed is sent or stored. Without scripts the list of names leads to every topic.
(() => {
  function mount() {
    const place = document.querySelector("[data-topics]");
    if (!place || place.querySelector("input")) return;
    guide.load(place.dataset.script).catch(() => {});
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("p");
    input.type = "text"; // a field of type “search” may remember what was typed
    input.id = "topic";
    input.autocomplete = "off";
    input.spellcheck = false;
    label.htmlFor = input.id;
    label.textContent = place.dataset.topics;
    status.setAttribute("role", "status");
    place.append(label, input, status);
    const show = () => filter(input.value, status, place.dataset);
    input.addEventListener("input", show);
    // What was typed is not there after Back.
    addEventListener("pagehide", () => ((input.value = ""), show()));
  }

  function filter(typed, status, { found, none }) {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of document.querySelectorAll(".guide-link-sheet")) {
      for (const topic of group.children) {
        const name = topic.querySelector("h3").textContent.toLowerCase();
        topic.hidden = !words.every((word) => name.includes(word));
        count += !topic.hidden;
      }
      group.hidden = group.previousElementSibling.hidden = [...group.children].every((topic) => topic.hidden);
    }
    status.textContent = !words.length ? "" : count ? found.replace("{count}", count) : none;
  }

  document.addEventListener("guide:open", mount);
  mount();
})();
