// What scripts add to the layout: a search panel, private reading, and addresses without queries. Search and private
// reading are fetched only on first use, and nothing is stored. Without scripts all links are ordinary.
(() => {
  // Search: the link to all pages becomes a button that opens the panel.
  function mountSearch() {
    const link = document.getElementById("find");
    if (!link) return; // a neutral short link has none until its text is opened
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
      search ??= guide.load(panel.dataset.script).then(() => guide.search(panel)).catch(failed);
      await search;
    }

    function failed() {
      search = undefined; // the next opening tries again
      panel.querySelector("[role=status]").textContent = panel.dataset.failed;
    }

    // What was typed is gone when the panel is closed: the next person who opens it sees nothing.
    function close() {
      const input = panel.querySelector("input");
      input.value = "";
      input.dispatchEvent(new Event("input"));
      panel.hidden = true;
      button.setAttribute("aria-expanded", "false");
    }

    button.addEventListener("click", () => (panel.hidden ? open() : close()));
    panel.querySelector(".guide-search__close").addEventListener("click", () => (close(), button.focus()));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(), button.focus();
    });
    panel.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("guide:open", close);
    addEventListener("pagehide", close); // nor is it there after Back
  }

  // Private reading: one button on each page switches it on; then it shows that it is on. Loading a page ends it.
  function mountPrivate() {
    const bar = document.querySelector(".guide-privacy-bar");
    const button = bar.querySelector(".guide-private-toggle");
    if (!button) return; // the offline copy has none
    const isOn = () => "private" in document.documentElement.dataset;

    function show() {
      button.hidden = document.querySelector("[data-target]") !== null && !isOn();
      button.setAttribute("aria-pressed", isOn());
      button.disabled = isOn();
    }

    show();
    document.addEventListener("guide:open", show);
    button.addEventListener("click", async () => {
      try {
        (await import(new URL(bar.dataset.script, document.baseURI))).start();
        show(); // only now: until the script is there, links are ordinary
      } catch {
        document.querySelector(".guide-private-status [role=status]").textContent = bar.dataset.failed;
      }
    });
  }

  // What only some pages need, such as copy buttons: the page names the script, which is loaded once.
  function mountPageScript() {
    const { script } = document.querySelector("main").dataset;
    if (script) loaded[script] ??= guide.load(script).catch(() => delete loaded[script]);
  }
  const loaded = {};

  // Remove the query and unknown fragments from the address: they may tell where the reader came from. A practice's
  // code is kept in this page's memory. A fragment that is an id of the page stays.
  function cleanAddress() {
    const { hash, href } = location;
    const fragment = document.getElementById(hash.slice(1)) ? hash : "";
    const clean = href.split(/[?#]/)[0] + fragment; // absolute: a path that begins with // would name another host
    guide.ref = /^#ref=([a-z0-9-]{1,24})$/.exec(hash)?.[1] ?? guide.ref;
    if (clean !== href) history.replaceState(history.state, "", clean);
  }

  // As a classic script: browsers load no modules from file: addresses, which the offline copy has.
  (globalThis.guide ??= {}).load = (address, page = document) =>
    new Promise((resolve, reject) => {
      const script = page.createElement("script");
      script.onload = resolve;
      script.onerror = reject;
      script.src = new URL(address, document.baseURI);
      page.head.append(script);
    });

  cleanAddress();
  addEventListener("hashchange", cleanAddress);
  addEventListener("pageshow", ({ persisted }) => persisted && (guide.ref = "")); // no code is left after Back
  mountSearch();
  mountPrivate();
  mountPageScript();
  document.addEventListener("guide:open", mountSearch);
  document.addEventListener("guide:open", mountPageScript);
})();
