// What the frame gains with scripts: a search that opens in place, private reading, and addresses that tell nothing.
// Nothing of either is fetched before it is asked for, and nothing is stored. Without scripts all links are ordinary.
(() => {
  // Search: the link to all pages becomes a button that opens the panel.
  function mountSearch() {
    const link = document.getElementById("find");
    if (!link) return; // a neutral short link has none until it is opened
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
    const line = document.querySelector(".guide-privacy-bar");
    const button = line.querySelector(".guide-private");
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
        (await import(new URL(line.dataset.script, document.baseURI))).start();
        show(); // not before: until then a link is an ordinary link
      } catch {
        document.querySelector(".guide-private-status [role=status]").textContent = line.dataset.failed;
      }
    });
  }

  // What only some pages need, such as copying with one press: the page names the script, which is loaded once.
  function mountMore() {
    const { script } = document.querySelector("main").dataset;
    if (script) more[script] ??= guide.load(script).catch(() => delete more[script]);
  }
  const more = {};

  // What others hang onto an address says who came from where: it is taken away. Of all that only a practice's code is
  // kept, in this page's memory. What stands behind # stays where it is a place on the page.
  function clean() {
    const { hash, href } = location;
    const place = document.getElementById(hash.slice(1)) ? hash : "";
    const own = href.split(/[?#]/)[0] + place; // whole: a path that begins with two slashes would name another site
    guide.ref = /^#ref=([a-z0-9-]{1,24})$/.exec(hash)?.[1] ?? guide.ref;
    if (own !== href) history.replaceState(history.state, "", own);
  }

  // As a script and not as a module: from a disk, where the offline copy lies, a browser loads no module.
  (globalThis.guide ??= {}).load = (address, page = document) =>
    new Promise((resolve, reject) => {
      const script = page.createElement("script");
      script.onload = resolve;
      script.onerror = reject;
      script.src = new URL(address, document.baseURI);
      page.head.append(script);
    });

  clean();
  addEventListener("hashchange", clean);
  addEventListener("pageshow", ({ persisted }) => persisted && (guide.ref = "")); // come back to: no code is left
  mountSearch();
  mountPrivate();
  mountMore();
  document.addEventListener("guide:open", mountSearch);
  document.addEventListener("guide:open", mountMore);
})();
