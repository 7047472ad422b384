// The search: queries the theme's own search worker and shows the results. Loaded only on first use.
// It writes nothing into the address, stores nothing, and shows the link to help first if a word suggests danger.
(() => {
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // the worker's messages, Material for MkDocs 9.8
  const LIMIT = 12;
  const loaders = guide.means ?? { read, work: (path) => new Worker(path) }; // the offline copy brings its own

  async function start(panel) {
    const { dataset } = panel;
    const input = panel.querySelector("input");
    const status = panel.querySelector("[role=status]");
    const list = panel.querySelector("ol");
    const crisis = panel.querySelector(".guide-search__crisis");
    const base = new URL(dataset.base, location);
    let worker, words, broken = false;

    const typed = () => ` ${(input.value.toLowerCase().match(/[\p{L}'’-]+/gu) ?? []).join(" ")} `;
    // If the list of crisis words cannot be fetched, help is always shown.
    const inDanger = () => (words ? words.crisis.some((phrase) => typed().includes(` ${phrase} `)) : broken);

    function query() {
      const danger = inDanger();
      crisis.replaceChildren(...(danger ? helpFirst(dataset) : []));
      crisis.hidden = !danger;
      if (!input.value.trim()) show([]);
      else worker?.postMessage({ type: QUERY, data: withSynonyms(input.value, words.alsoCalled) });
    }

    function show(groups) {
      const never = inDanger() ? dataset.neverInCrisis : null;
      const best = groups
        .map((group) => ({
          page: group.find((item) => !item.location.includes("#")),
          top: group.reduce((top, item) => (item.score > top.score ? item : top)),
        }))
        .filter(({ top }) => !never || !top.location.startsWith(never))
        .slice(0, LIMIT);
      list.replaceChildren(...best.map((found) => resultItem(found, base)));
      const count = best.length === 1 ? dataset.countOne : dataset.count.replace("{count}", best.length);
      status.textContent = broken ? dataset.failed : !input.value.trim() ? "" : best.length ? count : dataset.none;
    }

    input.addEventListener("input", query);
    query();
    status.textContent = dataset.loading;
    try {
      words = await loaders.read(dataset.words);
      query();
      worker = await startWorker(dataset, ({ items }) => show(items));
      status.textContent = "";
      query();
    } catch {
      broken = true;
      show([]);
      query();
    }
  }

  // The reader's words, followed by the guide's own words for the same.
  function withSynonyms(query, alsoCalled) {
    const words = query.toLowerCase().split(/\s+/).map((word) => word.replace(/[^\p{L}]/gu, ""));
    return [query, ...words.filter((word) => Object.hasOwn(alsoCalled, word)).map((word) => alsoCalled[word])].join(" ");
  }

  async function read(address) {
    const cache = "private" in document.documentElement.dataset ? "no-store" : "default";
    const response = await fetch(address, { cache, credentials: "omit" });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  // Start the worker with the index, and resolve when it is ready for queries.
  async function startWorker({ worker: path, index }, onResult) {
    const data = await loaders.read(index);
    const worker = await loaders.work(path);
    return new Promise((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data: message }) => {
        if (message.type === READY) resolve(worker);
        if (message.type === RESULT) onResult(message.data);
      };
      worker.postMessage({ type: SETUP, data: { ...data, options: { suggest: false } } });
    });
  }

  // One result: its heading, the title of its page, and an excerpt around the first match.
  function resultItem({ top, page }, base) {
    const link = document.createElement("a");
    link.href = new URL(top.location, base);
    link.append(element("b", highlight(top.title)));
    if (page && page !== top) link.append(element("i", highlight(page.title)));
    link.append(element("span", highlight(excerpt(top.text))));
    return element("li", [link]);
  }

  function element(tag, content) {
    const node = document.createElement(tag);
    node.append(...content);
    return node;
  }

  // The worker returns markup, of which only <mark> is kept; everything else becomes text.
  function highlight(html) {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    for (const node of body.querySelectorAll("mark")) node.before("\u0001", node.textContent, "\u0002"), node.remove();
    return body.textContent.split(/(\u0001[^\u0002]*\u0002)/).map((part) => {
      if (!part.startsWith("\u0001")) return part;
      return element("mark", [part.slice(1, -1)]);
    });
  }

  function excerpt(html) {
    const text = html.replace(/<(?!\/?mark)[^>]*>/g, " ").replace(/\s+/g, " ");
    const start = Math.max(0, text.lastIndexOf(" ", Math.max(0, text.indexOf("<mark") - 50)));
    const end = text.indexOf(" ", start + 180);
    const cut = end < 0 ? text.slice(start) : text.slice(start, end);
    return (start ? "… " : "") + cut + (end < 0 ? "" : " …");
  }

  function helpFirst({ crisisText, help, helpText }) {
    const link = document.createElement("a");
    link.href = help;
    link.textContent = helpText;
    return [`${crisisText} `, link];
  }

  globalThis.guide.search = start;
})();
