// The search panel: shows what search_engine.js finds. Loaded only on first use, with the engine and its index.
// It writes nothing into the address, stores nothing, and shows whom to call first if the words may mean danger.
(() => {
  const LIMIT = 12; // results
  const SHORTEST = 2; // letters, as in “uk”

  // Fill the panel. Takes it, the button that opens it, and the address of the list of all pages; returns a function
  // that opens or closes the panel.
  function mount(panel, button, all) {
    panel.hidden = true; // a failure may have shown it
    panel.innerHTML = guide.searchPanel;
    find("help", panel).href = document.querySelector(".guide-exit-bar__help").href;
    find("all", panel).href = all;
    const input = panel.querySelector("input");
    let started;

    function open() {
      panel.hidden = false;
      button.setAttribute("aria-expanded", "true");
      input.focus();
      started ??= start(panel, input);
    }

    // Closing the panel deletes what was typed: the next person who opens it sees nothing.
    function close() {
      input.value = "";
      input.dispatchEvent(new Event("input"));
      panel.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }

    find("close", panel).addEventListener("click", () => (close(), button.focus()));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(), button.focus();
    });
    panel.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("guide:open", close);
    addEventListener("pagehide", close); // nor is it there after Back
    return () => (panel.hidden ? open() : close());
  }

  const find = (name, panel) => panel.querySelector(`.guide-search__${name}`);

  async function start(panel, input) {
    const { dataset } = panel;
    const texts = panel.querySelector("form").dataset;
    const status = find("status", panel);
    const [list, crisis, examples, entries, hint] = ["results", "crisis", "examples", "entries", "hint"].map((name) => find(name, panel));
    const base = new URL(dataset.base, location);
    let engine, broken = false;

    function query({ typing = false } = {}) {
      const text = input.value;
      const asked = engine && text.trim().length >= SHORTEST;
      const { results, sure, danger } = asked ? engine.find(text, typing && /[\p{L}\p{N}]$/u.test(text)) : { results: [] };
      const allowed = results.filter(({ address }) => !danger || !address.startsWith(texts.neverInCrisis));
      const shown = allowed.slice(0, LIMIT);
      crisis.hidden = !danger && !broken; // if the index cannot be fetched, whom to call is always shown
      list.replaceChildren(...shown.map((result) => item(result, base)));
      examples.hidden = hint.hidden = Boolean(text.trim());
      entries.hidden = !asked || sure;
      status.textContent = !engine ? (broken ? texts.failed : texts.loading) : asked ? counted(allowed.length, sure) : "";
    }

    function counted(count, sure) {
      if (count && !sure) return texts.unsure;
      if (count > LIMIT) return texts.countBest.replace("{count}", LIMIT);
      return count > 1 ? texts.count.replace("{count}", count) : count ? texts.countOne : texts.none;
    }

    // Arrow keys move from the field through the results, and back. Enter in the field, which closes the keyboard of a
    // phone, moves to the first result without opening it.
    const found = () => [crisis, list].flatMap((part) => (part.hidden ? [] : [...part.querySelectorAll("a")]));

    function move(event) {
      const links = found();
      const place = links.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || (place < 0 && document.activeElement !== input) || (place < 0 && step < 0)) return;
      const next = place + step < 0 ? input : links[place + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }

    input.addEventListener("input", () => query({ typing: true }));
    panel.addEventListener("keydown", move);
    panel.querySelector("form").addEventListener("submit", () => found()[0]?.focus());
    examples.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      input.value = button.textContent;
      input.focus();
      query();
    });
    query();
    try {
      const [index] = await Promise.all([read(dataset.index), guide.load(dataset.engine)]);
      engine = guide.searchEngine.create(index);
      entries.replaceChildren(...index.entries.map(([title, address]) => element("li", [anchor(title, new URL(address, base))])));
    } catch {
      broken = true;
    }
    query({ typing: true });
  }

  async function read(address) {
    if (guide.read) return guide.read(address); // in the offline copy, where no page can fetch a file
    const cache = "private" in document.documentElement.dataset ? "no-store" : "default";
    const response = await fetch(address, { cache, credentials: "omit" });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  // One result: its heading, the title of its page, and the beginning of its text, with the words that were found.
  function item({ address, heading, title, lead, isFound }, base) {
    const link = anchor("", new URL(address, base));
    link.append(element("b", marked(heading, isFound)));
    if (title !== heading) link.append(element("i", [title]));
    link.append(element("span", marked(lead, isFound)));
    return element("li", [link]);
  }

  function marked(text, isFound) {
    return text.split(/([\p{L}\p{N}'’-]+)/u).map((part, place) => (place % 2 && isFound(part) ? element("mark", [part]) : part));
  }

  function anchor(text, address) {
    const link = element("a", [text]);
    link.href = address;
    return link;
  }

  function element(tag, content) {
    const node = document.createElement(tag);
    node.append(...content);
    return node;
  }

  globalThis.guide.search = mount;
})();
