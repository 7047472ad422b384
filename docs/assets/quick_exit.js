// The exit: covers the page at once, then leaves in this tab. It needs no other script, and stores nothing.
// Shift three times does the same. Without scripts the exit is an ordinary link.
(() => {
  const PRESSES = 3, WITHIN = 5000; // presses of Shift, milliseconds from one to the next
  const SECOND = 3000, LAST = 6000; // milliseconds without an answer, until the next address is tried
  let page, icons, title, left; // while covered: what the cover took away, and whether for good

  // Take the whole page out of sight: its text, its name and its picture in the tab.
  function cover(...shown) {
    if (page) return;
    page = document.body;
    title = document.title;
    document.title = exit().dataset.title;
    icons = [...document.querySelectorAll("link[rel~=icon]")].map((icon) => [icon, icon.href]);
    for (const [icon] of icons) icon.href = "data:,";
    page.at = [scrollX, scrollY];
    const empty = document.createElement("body");
    empty.append(...shown);
    page.replaceWith(empty);
  }

  function uncover() {
    if (left || !page) return;
    document.body.replaceWith(page);
    document.title = title;
    for (const [icon, href] of icons) icon.href = href;
    scrollTo(...page.at);
    page = undefined;
  }

  const exit = () => (page ?? document).querySelector(".guide-quick-exit");

  // Once only: if each further press asked again, no answer would ever arrive.
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

  function press(event) {
    const target = event.target.closest?.(".guide-quick-exit, [data-rehearse]");
    if (!target || event.button === 2) return; // the right button only asks for a menu
    event.preventDefault(); // also with Ctrl, Shift or the middle button: no second tab, no second window
    if (target.matches(".guide-quick-exit")) return leave();
    cover();
    setTimeout(() => (uncover(), target.focus({ preventScroll: true })), 2000);
  }

  let presses = 0, last = 0, waiting;

  function say(name) {
    const status = document.getElementById("leave-status");
    if (status) status.textContent = status.dataset[name] ?? "";
  }

  function startOver(name) {
    clearTimeout(waiting);
    say(name);
    if (name) waiting = setTimeout(say, WITHIN);
    presses = 0;
  }

  // Counted when the key goes down, since two Shifts held together may give one release only.
  function down(event) {
    if (event.repeat && event.key === "Shift") return;
    if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) return startOver();
    if (event.timeStamp - last > WITHIN) presses = 0;
    presses++;
    last = event.timeStamp;
  }

  // Acted on when it comes up, since only then it is sure that no letter was meant.
  function up(event) {
    if (event.key !== "Shift" || !presses) return;
    if (presses >= PRESSES) return leave();
    clearTimeout(waiting);
    say(["", "two", "one"][presses]);
    waiting = setTimeout(startOver, WITHIN, "late");
  }

  addEventListener("click", press, true);
  addEventListener("auxclick", press, true);
  addEventListener("keydown", down, true);
  addEventListener("keyup", up, true);
  addEventListener("pointerdown", () => startOver(), true);
  // Back after an exit: covered still, and away again.
  addEventListener("pageshow", ({ persisted }) => left && persisted && location.replace(exit().href));
  globalThis.guide = { cover, uncover };
})();
