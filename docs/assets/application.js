// Applying for a session: the page shows what the link sends to the form, and the reader may change it first.
// Only the language, a topic from our own list and a practice's code can be sent. Loaded by the page about sessions.
(() => {
  const CODE = /^[a-z0-9-]{1,24}$/;

  function mount() {
    const box = document.querySelector(".guide-application");
    if (!box) return;
    const link = box.querySelector("[data-plain]");
    const topic = box.querySelector("select");
    const code = box.querySelector("input");

    function update() {
      const typed = code?.value.trim().toLowerCase() ?? "";
      const valid = CODE.test(typed);
      if (code) code.ariaInvalid = typed !== "" && !valid, guide.ref = valid ? typed : ""; // a deleted code stays so
      const values = [["language", link.dataset.lang], ["topic", topic?.value], ["code", valid && typed]];
      const pairs = values.filter(([name, value]) => link.dataset[name] && value);
      link.href = addQuery(link.dataset.plain, pairs.map(([name, value]) => [link.dataset[name], value]));
      show("topic", topic?.value && topic.selectedOptions[0].text);
      show("code", valid && typed);
      if (typed && !valid) show("code", code.dataset.wrong);
    }

    function show(name, text) {
      const status = box.querySelector(`[data-says="${name}"]`);
      if (status) status.textContent = text || status.dataset.none;
    }

    if (code && guide.ref) code.value = guide.ref;
    for (const control of [topic, code]) if (control) control.oninput = update;
    for (const part of box.querySelectorAll("[hidden]")) part.hidden = false;
    update();
  }

  // The form's address with these names and values added to its query; everything else in it stays as it is.
  function addQuery(address, pairs) {
    const [, path, before, fragment] = /^([^#?]*)(\?[^#]*)?(.*)$/s.exec(address);
    const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    const separator = !before ? "?" : /^\?$|&$/.test(before) ? "" : "&";
    return query ? path + (before ?? "") + separator + query + fragment : address;
  }

  // After Back or Forward, what was chosen and typed is not shown again.
  function clear({ persisted }) {
    if (!persisted) return;
    for (const control of document.querySelectorAll(".guide-application select, .guide-application input")) control.value = "";
    mount();
  }

  addEventListener("pageshow", clear);
  document.addEventListener("guide:open", mount);
  addEventListener("hashchange", mount); // a link on this page may carry a code
  mount();
})();
