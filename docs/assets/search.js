// The search: asks the theme's own search worker, and shows what it finds. Loaded at the first use only.
// It writes no word into an address, stores nothing, and puts help first when a word sounds like danger.
(() => {
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // the worker's messages, Material for MkDocs 9.8
  const MOST = 12;
  const means = guide.means ?? { read, work: (path) => new Worker(path) }; // the offline copy has its own

  async function start(panel) {
    const { dataset } = panel;
    const input = panel.querySelector("input");
    const status = panel.querySelector("[role=status]");
    const list = panel.querySelector("ol");
    const crisis = panel.querySelector(".guide-search__crisis");
    const base = new URL(dataset.base, location);
    let worker, known, broken = false;

    const said = () => ` ${(input.value.toLowerCase().match(/[\p{L}'’-]+/gu) ?? []).join(" ")} `;
    // When the words of danger cannot be had, help is shown all the same.
    const inDanger = () => (known ? known.crisis.some((words) => said().includes(` ${words} `)) : broken);

    function ask() {
      const danger = inDanger();
      crisis.replaceChildren(...(danger ? helpFirst(dataset) : []));
      crisis.hidden = !danger;
      if (!input.value.trim()) show([]);
      else worker?.postMessage({ type: QUERY, data: withOtherNames(input.value, known.alsoCalled) });
    }

    function show(groups) {
      const never = inDanger() ? dataset.neverInCrisis : null;
      const best = groups
        .map((group) => ({
          page: group.find((item) => !item.location.includes("#")),
          top: group.reduce((top, item) => (item.score > top.score ? item : top)),
        }))
        .filter(({ top }) => !never || !top.location.startsWith(never))
        .slice(0, MOST);
      list.replaceChildren(...best.map((found) => entry(found, base)));
      const count = best.length === 1 ? dataset.countOne : dataset.count.replace("{count}", best.length);
      status.textContent = broken ? dataset.failed : !input.value.trim() ? "" : best.length ? count : dataset.none;
    }

    input.addEventListener("input", ask);
    ask();
    status.textContent = dataset.loading;
    try {
      known = await means.read(dataset.words);
      ask();
      worker = await ready(dataset, ({ items }) => show(items));
      status.textContent = "";
      ask();
    } catch {
      broken = true;
      show([]);
      ask();
    }
  }

  // The reader's words, and after them what the guide calls the same thing.
  function withOtherNames(query, alsoCalled) {
    const words = query.toLowerCase().split(/\s+/).map((word) => word.replace(/[^\p{L}]/gu, ""));
    return [query, ...words.filter((word) => Object.hasOwn(alsoCalled, word)).map((word) => alsoCalled[word])].join(" ");
  }

  async function read(address) {
    const cache = "private" in document.documentElement.dataset ? "no-store" : "default";
    const response = await fetch(address, { cache, credentials: "omit" });
    if (!response.ok) throw new Error(response.status);
    return response.json();
  }

  // Start the worker, hand it the index, and wait until it can be asked.
  async function ready({ worker: path, index }, answer) {
    const data = await means.read(index);
    const worker = await means.work(path);
    return new Promise((resolve, reject) => {
      worker.onerror = reject;
      worker.onmessage = ({ data: message }) => {
        if (message.type === READY) resolve(worker);
        if (message.type === RESULT) answer(message.data);
      };
      worker.postMessage({ type: SETUP, data: { ...data, options: { suggest: false } } });
    });
  }

  // One result: the heading, the page on which it stands, and the words around the first match.
  function entry({ top, page }, base) {
    const link = document.createElement("a");
    link.href = new URL(top.location, base);
    link.append(filled("b", marked(top.title)));
    if (page && page !== top) link.append(filled("i", marked(page.title)));
    link.append(filled("span", marked(excerpt(top.text))));
    return filled("li", [link]);
  }

  function filled(tag, content) {
    const element = document.createElement(tag);
    element.append(...content);
    return element;
  }

  // The worker answers with markup of which only <mark> matters here; everything else is read as text.
  function marked(html) {
    const read = new DOMParser().parseFromString(html, "text/html").body;
    for (const node of read.querySelectorAll("mark")) node.before("\u0001", node.textContent, "\u0002"), node.remove();
    return read.textContent.split(/(\u0001[^\u0002]*\u0002)/).map((part) => {
      if (!part.startsWith("\u0001")) return part;
      return filled("mark", [part.slice(1, -1)]);
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
