// The search engines that benchmarks/search.py compares, each with the same interface.
// `build` makes the index of an engine that others publish, and `start` takes an engine's files as text and returns a
// function: from a query to {results, sure, danger}. A result is a list of the addresses that are shown as one item.
(() => {
  const SETUP = 0, QUERY = 2; // messages to the search worker, Material for MkDocs 9.8
  const SHOWN = 12; // items in a list
  const FIELDS = ["phrases", "title", "text"], STORED = ["title", "page", "lead"];

  // The settings of the published engines that did best of those tried. As their documentation suggests them, they find
  // far less: `fuzzy` and `prefix` for all words of MiniSearch, and `tokenize: "forward"` of FlexSearch.
  const MINISEARCH = {
    idField: "address", fields: FIELDS, storeFields: STORED,
    searchOptions: {
      boost: { phrases: 5 }, // times
      fuzzy: (word) => (word.length > 4 ? 0.2 : false), // part of a word's letters that may differ
      bm25: { k: 1.2, b: 0.7, d: 0 }, // Robertson and Zaragoza's, without the added constant
    },
  };
  const flexSearchSettings = () => ({
    tokenize: "strict", encoder: FlexSearch.Charset.LatinDefault,
    document: { id: "address", index: FIELDS.map((field) => ({ field, context: field === "phrases" })) },
  });

  const load = (script) => (0, eval)(script);

  // The search worker of Material, run in the page, because Chromium slows down a page but not its workers. Returns a
  // function that sends a message and returns the answer.
  function work(script) {
    let receive, answered;
    const run = new Function("addEventListener", "postMessage", script);
    run((_, listener) => (receive = listener), (message) => answered(message.data));
    return (type, data) => new Promise((resolve) => {
      answered = resolve;
      receive({ data: { type, data } });
    });
  }

  async function startWorker({ script, index }, separator) {
    const ask = work(script);
    const { config, docs } = JSON.parse(index);
    const changed = { ...config, separator: separator ?? config.separator };
    await ask(SETUP, { config: changed, docs, options: { suggest: false } });
    return async (query) => (query.trim() ? (await ask(QUERY, query)).items : []);
  }

  // Plain Material: an item shows a page, and those of its sections that fit at least as well as the best.
  async function material(files) {
    const search = await startWorker(files);
    const shown = (group) => {
      const [page, rest] = [isPage, (item) => !isPage(item)].map((test) => group.filter(test));
      return [...page, ...rest.filter((item) => item.score >= group[0].score)].map((item) => item.location);
    };
    return async (query) => ({ results: (await search(query)).map(shown) });
  }

  const isPage = (item) => !item.location.includes("#");

  // The guide's search in version 0.5.0: the same worker with other words for the same, and exact words for danger. An
  // item shows the section of a page that fits best.
  async function previous({ words, ...files }) {
    const { separator, crisis, alsoCalled } = JSON.parse(words);
    const search = await startWorker(files, separator);
    const typed = (query) => ` ${(query.toLowerCase().match(/[\p{L}'’-]+/gu) ?? []).join(" ")} `;
    const withSynonyms = (query) => {
      const plain = query.toLowerCase().split(/\s+/).map((word) => word.replace(/[^\p{L}]/gu, ""));
      const known = plain.filter((word) => Object.hasOwn(alsoCalled, word));
      return [query, ...known.map((word) => alsoCalled[word])].join(" ");
    };
    const best = (group) => [group.reduce((top, item) => (item.score > top.score ? item : top)).location];
    return async (query) => ({
      danger: crisis.some((phrase) => typed(query).includes(` ${phrase} `)),
      results: (await search(withSynonyms(query))).map(best),
    });
  }

  // The guide's search: the words that were found are looked up as its panel does to mark them.
  function guide({ script, index }) {
    load(script);
    const { find } = globalThis.guide.searchEngine.create(JSON.parse(index));
    return (query) => {
      const { results, sure, danger } = find(query, /[\p{L}\p{N}]$/u.test(query));
      for (const { heading, lead, isFound } of results.slice(0, SHOWN))
        `${heading} ${lead}`.match(/[\p{L}\p{N}'’-]+/gu)?.forEach(isFound);
      return { results: results.map(({ address }) => [address]), sure, danger };
    };
  }

  function buildMiniSearch(script, documents) {
    load(script);
    const index = new MiniSearch(MINISEARCH);
    index.addAll(documents);
    return JSON.stringify(index);
  }

  function miniSearch({ script, index }) {
    load(script);
    const engine = MiniSearch.loadJSON(index, MINISEARCH);
    return (query) => ({ results: engine.search(query).map(({ id }) => [id]) });
  }

  // FlexSearch makes its index in the browser: what it exports is larger than the texts.
  const buildFlexSearch = (script, documents) => JSON.stringify(documents);

  function flexSearch({ script, index }) {
    load(script);
    const engine = new FlexSearch.Document(flexSearchSettings());
    for (const document of JSON.parse(index)) engine.add(document);
    return (query) => ({
      results: engine.search(query, { limit: SHOWN, suggest: true, merge: true }).map(({ id }) => [id]),
    });
  }

  const build = { miniSearch: buildMiniSearch, flexSearch: buildFlexSearch };
  const start = { material, previous, guide, miniSearch, flexSearch };

  // Waits for one key in the field; resolves to the milliseconds from the key until the list shows the results.
  function timeNextKey(answer, field, list) {
    return new Promise((resolve) => field.addEventListener("input", async (event) => {
      const { results } = await answer(field.value);
      const items = results.slice(0, SHOWN).map((addresses) => {
        const item = document.createElement("li");
        item.append(...addresses.map(anchor));
        return item;
      });
      list.replaceChildren(...items);
      resolve(performance.now() - event.timeStamp);
    }, { once: true }));
  }

  const anchor = (address) => Object.assign(document.createElement("a"), { href: address, text: address });

  globalThis.engines = { build, start, timeNextKey };
})();
