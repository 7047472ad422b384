// The quick exit: covers the page at once, then leaves in this tab. It needs no other script, and stores nothing.
// Pressing Shift three times does the same. Without scripts the exit is an ordinary link.
(() => {
  // Presses of Shift, and milliseconds from one to the next.
  const PRESSES = 3, WITHIN = 5000;
  // Milliseconds without an answer before the next address is tried.
  const SECOND = 3000, LAST = 6000;
  // While covered: what the cover replaced, and whether the reader has left.
  let page, icons, title, left;

  // Hide the whole page: its text, its title and its icon.
  function cover(...shown) {
    if (page) return;
    page = document.body;
    title = document.title;
    document.title = exit().dataset.title;
    icons = [...document.querySelectorAll("link[rel~=icon]")].map((icon) => [icon, icon.href]);
    for (const [icon] of icons) icon.href = "data:,";
    page.offset = [scrollX, scrollY];
    const empty = document.createElement("body");
    empty.append(...shown);
    page.replaceWith(empty);
  }

  function uncover() {
    if (left || !page) return;
    document.body.replaceWith(page);
    document.title = title;
    for (const [icon, href] of icons) icon.href = href;
    scrollTo(...page.offset);
    page = undefined;
  }

  const exit = () => (page ?? document).querySelector(".guide-quick-exit");

  // Only once: a new navigation at each press would cancel the previous one, and none would finish.
  function leave() {
    if (left) return;
    const { href, dataset } = exit();
    left = guide.left = true;
    cover();
    document.body.replaceChildren();
    setTimeout(() => location.replace(dataset.fallback), SECOND);
    setTimeout(() => location.replace("about:blank"), LAST);
    location.replace(href);
  }

  function click(event) {
    const target = event.target.closest?.(".guide-quick-exit, [data-rehearse]");
    // The right button only opens a menu.
    if (!target || event.button === 2) return;
    // Also with Ctrl, Shift or the middle button: no new tab or window.
    event.preventDefault();
    if (target.matches(".guide-quick-exit")) return leave();
    cover();
    setTimeout(() => (uncover(), target.focus({ preventScroll: true })), 2000);
  }

  let presses = 0, last = 0, timer;

  function announce(name) {
    const status = document.getElementById("leave-status");
    if (status) status.textContent = status.dataset[name] ?? "";
  }

  function reset(name) {
    clearTimeout(timer);
    announce(name);
    if (name) timer = setTimeout(announce, WITHIN);
    presses = 0;
  }

  // Counted on keydown, since two Shift keys held together may give only one keyup.
  function keydown(event) {
    if (event.repeat && event.key === "Shift") return;
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) return reset();
    if (event.timeStamp - last > WITHIN) presses = 0;
    presses++;
    last = event.timeStamp;
  }

  // Acted on at keyup, since only then is it certain that no capital was meant.
  function keyup(event) {
    if (event.key !== "Shift" || !presses) return;
    if (presses >= PRESSES) return leave();
    clearTimeout(timer);
    announce(["", "two", "one"][presses]);
    timer = setTimeout(reset, WITHIN, "late");
  }

  addEventListener("click", click, true);
  addEventListener("auxclick", click, true);
  addEventListener("keydown", keydown, true);
  addEventListener("keyup", keyup, true);
  addEventListener("pointerdown", () => reset(), true);
  // Restored by Back after an exit: still covered, leave again.
  addEventListener("pageshow", ({ persisted }) => left && persisted && location.replace(exit().href));
  globalThis.guide = { cover, uncover };
})();
