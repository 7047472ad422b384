// What scripts add to the layout: a search panel, private reading, and addresses without queries. Search and private
// reading are fetched only on first use, and nothing is stored. Without scripts all links are ordinary.
(() => {
  // Search: the link to all pages becomes a button, which loads the panel, its style and its scripts when first pressed.
  function mountSearch() {
    const link = document.getElementById("find");
    // A neutral short link has none until its text is opened.
    if (!link) return;
    const panel = document.getElementById("search");
    const { style, panel: content, script, failed } = panel.dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = panel.getAttribute("aria-label");
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", "search");
    link.replaceWith(button);
    let toggle;

    function load() {
      toggle ??= Promise.all([guide.load(content), guide.load(script), guide.loadStyle(style)]).then(() =>
        guide.search(panel, button, link.href),
      );
      return toggle;
    }

    // A moment before the click.
    button.addEventListener("pointerdown", () => load().catch(() => {}));
    button.addEventListener("click", async () => {
      try {
        (await load())();
      } catch {
        // The next press tries again.
        toggle = undefined;
        panel.hidden = false;
        panel.firstElementChild.textContent = failed;
        panel.append(link);
      }
    });
  }

  // Private reading: a button on each page switches it on, and then shows that it is on. Loading a page ends it.
  function mountPrivate() {
    const bar = document.querySelector(".guide-privacy-bar");
    const button = bar.querySelector(".guide-private-toggle");
    // The offline copy has none.
    if (!button) return;
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
        const { style } = document.getElementById("search").dataset;
        const [{ start }] = await Promise.all([import(new URL(bar.dataset.script, document.baseURI)), guide.loadStyle(style)]);
        start();
        // Only now: until the script is loaded, links are ordinary.
        show();
      } catch {
        document.querySelector(".guide-private-status [role=status]").textContent = bar.dataset.failed;
      }
    });
  }

  // What only some pages need, such as copy buttons: the page names the script, which is loaded once.
  function mountPageScript() {
    const { script } = document.querySelector("main").dataset;
    if (script) guide.load(script).catch(() => {});
  }

  // Remove the query and unknown fragments from the address: they may tell where the reader came from. A practice's
  // code is kept in this page's memory. A fragment that is an id of the page stays.
  function cleanAddress() {
    const { hash, href } = location;
    const fragment = document.getElementById(hash.slice(1)) ? hash : "";
    // Absolute: a path that begins with // would name another host.
    const clean = href.split(/[?#]/)[0] + fragment;
    guide.ref = /^#ref=([a-z0-9-]{1,24})$/.exec(hash)?.[1] ?? guide.ref;
    if (clean !== href) history.replaceState(history.state, "", clean);
  }

  // A script is loaded once, unless that failed. As a classic script: browsers load no modules from file: addresses,
  // which the offline copy has.
  const loaded = {};
  (globalThis.guide ??= {}).load = (address) => {
    const src = new URL(address, document.baseURI);
    return (loaded[src] ??= new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src, onload: done });
      script.onerror = () => failed(delete loaded[src]);
      document.head.append(script);
    }));
  };

  // Load a stylesheet that the page does not have yet. Everything works without it, so a failure is ignored.
  guide.loadStyle = (address) =>
    new Promise((done) => {
      const { href } = new URL(address, document.baseURI);
      if ([...document.styleSheets].some((sheet) => sheet.href === href)) return done();
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done });
      // Before the styles for print, which override it.
      document.querySelector("link[media=print]").before(link);
    });

  // If the menu beside the text is too long for the window, scroll it so that the current page is in its middle.
  function showPlace() {
    const place = document.querySelector(".guide-nav [aria-current]");
    const list = place?.closest(".guide-nav > ul");
    if (list) list.scrollTop = place.offsetTop - list.clientHeight / 2;
  }

  cleanAddress();
  addEventListener("hashchange", cleanAddress);
  // No code is left after Back.
  addEventListener("pageshow", ({ persisted }) => persisted && (guide.ref = ""));
  mountSearch();
  mountPrivate();
  mountPageScript();
  showPlace();
  document.addEventListener("guide:open", mountSearch);
  document.addEventListener("guide:open", mountPageScript);
  document.addEventListener("guide:open", showPlace);
})();
