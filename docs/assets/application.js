// Applying for a session: what goes along to the form is shown before the press, and the reader may change it.
// Only a topic from our own list, the language and a practice's code can go along. Loaded by the page about sessions.
(() => {
  const CODE = /^[a-z0-9-]{1,24}$/;

  function mount() {
    const box = document.querySelector(".guide-apply");
    if (!box) return;
    const link = box.querySelector("[data-plain]");
    const topic = box.querySelector("select");
    const code = box.querySelector("input");

    function show() {
      const typed = code?.value.trim().toLowerCase() ?? "";
      const fits = CODE.test(typed);
      if (code) code.ariaInvalid = typed !== "" && !fits, guide.ref = fits ? typed : ""; // taken out, it stays out
      const along = [["language", link.dataset.lang], ["topic", topic?.value], ["code", fits && typed]];
      const pairs = along.filter(([name, value]) => link.dataset[name] && value);
      link.href = joined(link.dataset.plain, pairs.map(([name, value]) => [link.dataset[name], value]));
      say("topic", topic?.value && topic.selectedOptions[0].text);
      say("code", fits && typed);
      if (typed && !fits) say("code", code.dataset.wrong);
    }

    function say(name, words) {
      const place = box.querySelector(`[data-says="${name}"]`);
      if (place) place.textContent = words || place.dataset.none;
    }

    if (code && guide.ref) code.value = guide.ref;
    for (const control of [topic, code]) if (control) control.oninput = show;
    for (const part of box.querySelectorAll("[hidden]")) part.hidden = false;
    show();
  }

  // The form's address with these names and values behind it; what stands there already stays.
  function joined(address, pairs) {
    const [, whole, asked, place] = /^([^#?]*)(\?[^#]*)?(.*)$/s.exec(address);
    const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    const before = !asked ? "?" : /^\?$|&$/.test(asked) ? "" : "&";
    return query ? whole + (asked ?? "") + before + query + place : address;
  }

  // Come back to by Back or Forward: what was chosen and typed is not shown again.
  function empty({ persisted }) {
    if (!persisted) return;
    for (const control of document.querySelectorAll(".guide-apply select, .guide-apply input")) control.value = "";
    mount();
  }

  addEventListener("pageshow", empty);
  document.addEventListener("guide:open", mount);
  addEventListener("hashchange", mount); // a link with a code was followed here
  mount();
})();
