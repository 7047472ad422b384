// The neutral short link: its links open in place, never under their own address. It runs before the page is rendered,
// and holds a click until private reading is loaded. Without scripts, and with a modified click, links are ordinary.
(() => {
  let privateReading;

  function hold(event) {
    const link = event.target.closest?.("a[href]");
    const modified = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || modified || link.origin !== location.origin) return;
    event.preventDefault();
    event.stopPropagation();
    const { dataset } = document.querySelector(".guide-privacy-bar");
    privateReading ??= import(new URL(dataset.script, document.baseURI)).then((module) => module.start());
    privateReading.then(() => follow(link), () => failed(dataset));
  }

  function follow(link) {
    removeEventListener("click", hold, true);
    link.click();
  }

  function failed({ failed }) {
    privateReading = undefined; // the next click tries again
    document.querySelector(".guide-private-status [role=status]").textContent = failed;
  }

  // Browsers show the address of a hovered link: make it that of the short link itself.
  function coverAddress() {
    const link = document.querySelector("[data-target]");
    link.dataset.target = link.href;
    link.href = location.href.split(/[?#]/)[0]; // its path alone may begin with // and name another host
  }

  addEventListener("click", hold, true);
  document.addEventListener("readystatechange", coverAddress, { once: true }); // before deferred scripts run
})();
