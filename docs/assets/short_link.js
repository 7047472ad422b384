// The neutral short link: nothing is opened from here under its own address. It runs before the page is shown, and holds
// a press until private reading is there. Without scripts, and with a modified click, links are ordinary links.
(() => {
  let reader;

  function press(event) {
    const link = event.target.closest?.("a[href]");
    const modified = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || modified || link.origin !== location.origin) return;
    event.preventDefault();
    event.stopPropagation();
    const { dataset } = document.querySelector(".guide-privacy-bar");
    reader ??= import(new URL(dataset.script, document.baseURI)).then((module) => module.start());
    reader.then(() => pass(link), () => failed(dataset));
  }

  function pass(link) {
    removeEventListener("click", press, true);
    link.click();
  }

  function failed({ failed }) {
    reader = undefined; // the next press tries again
    document.querySelector(".guide-private-status [role=status]").textContent = failed;
  }

  // A pointer that rests on the link shows its address: let that be the door's own.
  function coverAddress() {
    const link = document.querySelector("[data-target]");
    link.dataset.target = link.href;
    link.href = location.href.split(/[?#]/)[0]; // its path alone may begin with two slashes, and name another site
  }

  addEventListener("click", press, true);
  document.addEventListener("readystatechange", coverAddress, { once: true }); // before other scripts are waited for
})();
