// The search engine: which sections answer what a reader types. It runs in the page and sends nothing.
// core/search_index.py makes the index, from readers' phrases by topic and from the guide's own text.
(() => {
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const VALUES = [];
  for (let i = 0; i < DIGITS.length; i++) VALUES[DIGITS.charCodeAt(i)] = i;
  const MORE = 32; // of a digit: another follows
  const HASH_BITS = 22;
  const SHARPNESS = 3; // how much a difference between two topics' scores counts
  const TEXT = 3; // how much the words of a section count beside its topic
  const HEADING = 4; // how much a heading counts that says the same
  const FLOOR = 0.002; // the probability of a section that answers no topic
  const LEAST = 0.01; // a topic that is less probable is no result
  const FIT = 0.25; // nor a section whose words fit less, from 0 to 1
  const GUESS = 0.12, MENTION = 0.5; // with less of both, nothing is found
  const SURE = 0.4, ALL_THERE = 0.75; // with less of both, we say that we are not sure
  const FIRST = 0.5; // how much a topic counts that answers a kind of danger; the next ones count less
  const DANGER_STEPS = 7; // how much a word can weigh for danger or against it
  const DANGER_WEIGHT = -1.4; // how much all words must weigh to mean danger
  const CERTAIN_WEIGHT = 2; // how much they must where a part of them is an everyday phrase
  const HARMLESS_WEIGHT = -2.5; // with less, a pattern of danger and its neighbours are a figure of speech
  const BESIDE = 2; // so many on each side
  const MOST_IN_DANGER = 4; // results
  const DANGER = 0.85; // how probable topics about danger must be to count as such
  const LISTED = 10; // how much less other topics count than the one that a short phrase is listed for
  const UNKNOWN = 20; // how much a word that was not understood lowers the fit of all sections; a known one has up to 7
  const TELLING = 6; // how rare a word must be to be marked in a result
  const TYPOS = [[4, 1], [7, 2]]; // letters of a word, and how many typing errors it may have

  // Splitting into stems, as core/search_text.py does it.
  const FORMS = { gray: "grey", mom: "mum", moms: "mum", mommy: "mum", mam: "mum", children: "child", men: "man",
    women: "woman", wives: "wife", lives: "life", knives: "knife", used: "use", using: "use" };
  const ENDINGS = [["isations", "iz"], ["izations", "iz"], ["isation", "iz"], ["ization", "iz"], ["ising", "iz"],
    ["izing", "iz"], ["ised", "iz"], ["ized", "iz"], ["ises", "iz"], ["izes", "iz"], ["ise", "iz"], ["ize", "iz"],
    ["yse", "iz"], ["yze", "iz"], ["ingly", ""], ["edly", ""], ["iness", "i"], ["ments", ""], ["ment", ""],
    ["ness", ""], ["ings", ""], ["ing", ""], ["ied", "i"], ["ies", "i"], ["ed", ""], ["ers", "er"], ["sses", "ss"],
    ["xes", "x"], ["ches", "ch"], ["shes", "sh"], ["ly", ""]];
  const MIN_STEM = 4;

  function words(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’‘`´ʼ]/g, "");
    return plain.replace(/\b([a-z])[- ](?=(?:mail|sim|book)s?\b)/g, "$1").match(/[\p{L}\p{N}]+/gu) ?? [];
  }

  function stem(form) {
    let word = Object.hasOwn(FORMS, form) ? FORMS[form] : form;
    if (word.length >= MIN_STEM) {
      word = withoutEnding(word);
      if (word.length > MIN_STEM) word = word.replaceAll("our", "or");
      if ((word.length > MIN_STEM && word.endsWith("e")) || (word.length > MIN_STEM + 1 && word.endsWith("ll")))
        word = word.slice(0, -1);
    }
    return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}i` : word;
  }

  const plain = (text) => words(text).map(stem).join(" ");

  function withoutEnding(word) {
    for (const [ending, rest] of ENDINGS) {
      if (!word.endsWith(ending)) continue;
      const found = word.slice(0, -ending.length) + rest;
      if (/([bdgkmnprt])\1$/.test(found)) return found.slice(0, -1);
      if (found.length >= MIN_STEM - (rest ? 1 : 0)) return found;
    }
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  }

  // Numbers written as text, five bits a character.
  function decode(text) {
    const numbers = [];
    let number = 0, factor = 1;
    for (let i = 0; i < text.length; i++) {
      const digit = VALUES[text.charCodeAt(i)];
      number += (digit % MORE) * factor;
      factor *= MORE;
      if (digit >= MORE) continue;
      numbers.push(number);
      number = 0;
      factor = 1;
    }
    return numbers;
  }

  // A table for each word, as [key, value] pairs.
  function decodeRows({ keys, values }) {
    const all = decode(values);
    let place = 0;
    return keys.split(" ").map((row) => {
      let key = -1;
      return decode(row).map((distance) => [(key += distance), all[place++]]);
    });
  }

  // A number for a text, as core/search_numbers.py computes it.
  function hash(text) {
    let value = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
    return value >>> (32 - HASH_BITS);
  }

  // The number of typing errors between two words: letters added, left out, replaced or swapped; more than `most` is
  // not counted further.
  function typos(a, b, most) {
    let before = [], last = Array.from({ length: b.length + 1 }, (_, i) => i);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (same && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // Returns a function that searches this index. It takes what was typed, and whether the last word may be unfinished.
  function create(index) {
    const vocabulary = [index.words, index.more].flatMap((listed) => (listed ? listed.split(" ") : []));
    const numbers = new Map(vocabulary.map((word, number) => [word, number]));
    const rarity = decode(index.rarity).map((value) => value / 2);
    const rarest = Math.max(1, ...rarity); // a translation may have no phrases of its own
    const weigh = (number) => rarity[number] ?? rarest;
    const weights = decodeRows(index.weights), placed = decodeRows(index.places);
    const exceptions = new Map(decodeRows(index.exceptions)[0]);
    const dangerWeights = new Map(decodeRows(index.danger.weights)[0]);

    // The sections about a thing with names, such as a country, each with its names as stems.
    const named = index.sections.flatMap((row, section) => (row.length > 4 ? [[section, names(section).map(plain)]] : []));

    const findPatterns = createFinder(index.crisis, numbers);

    // The known word that was probably meant: with a typing error or two, or two words without their space.
    function correct(word) {
      const [, most] = TYPOS.filter(([length]) => word.length >= length).pop() ?? [0, 0];
      let best = [], least = most + 1;
      for (const other of vocabulary) {
        if (Math.abs(other.length - word.length) > most || other[0] !== word[0] && other[0] !== word[1]) continue;
        const found = typos(word, other, Math.min(most, least));
        if (found < least || (found === least && found <= most && weigh(numbers.get(other)) < weigh(numbers.get(best[0]))))
          [best, least] = [[other], found];
      }
      if (least > 1) {
        for (let i = 3; i <= word.length - 3; i++) {
          const parts = [stem(word.slice(0, i)), stem(word.slice(i))];
          if (parts.every((part) => numbers.has(part))) return parts;
        }
      }
      return best;
    }

    function complete(word) {
      const found = vocabulary.filter((other) => other.startsWith(word));
      return found.sort((a, b) => weigh(numbers.get(a)) - weigh(numbers.get(b))).slice(0, 2);
    }

    // The numbers of the words that were meant, and how many could not be understood.
    function understand(query, typing) {
      const typed = words(query);
      const known = new Set();
      let unknown = 0;
      typed.forEach((form, place) => {
        const word = stem(form);
        let meant = numbers.has(word) ? [word] : [];
        if (!meant.length && typing && place === typed.length - 1) meant = complete(form);
        if (!meant.length) meant = correct(word);
        if (!meant.length) unknown += 1;
        for (const other of meant) known.add(numbers.get(other));
      });
      return { known: [...known], unknown };
    }

    // The probability of each topic. Words that were not understood make it less certain.
    function topics({ known, unknown }) {
      const used = known.filter((number) => number < rarity.length);
      const scores = index.base.map(() => 0);
      if (!used.length) return scores; // no phrase has these words, so they tell no topic
      const strange = unknown + known.length - used.length;
      const length = Math.sqrt(used.reduce((sum, number) => sum + rarity[number] ** 2, strange * rarest ** 2));
      for (const number of used) {
        const share = rarity[number] / length;
        index.base.forEach((base, topic) => (scores[topic] += share * base));
        for (const [topic, steps] of weights[number]) scores[topic] += share * steps * index.step;
      }
      const best = Math.max(...scores);
      const odds = scores.map((score) => Math.exp(SHARPNESS * (score - best)));
      const total = odds.reduce((sum, value) => sum + value, 0);
      const exception = strange ? undefined : exceptions.get(hash(used.map((number) => vocabulary[number]).sort().join(" ")));
      const others = exception === undefined ? total : total * LISTED;
      return odds.map((value, topic) => (topic === exception ? 1 : value / others));
    }

    // How well the words of each section fit, from 0 to 1.
    function places({ known, unknown }) {
      const found = new Map();
      let possible = unknown * UNKNOWN;
      for (const number of known) {
        const pairs = placed[number];
        possible += pairs.reduce((most, [, weight]) => Math.max(most, weight), 0);
        for (const [section, weight] of pairs) found.set(section, (found.get(section) ?? 0) + weight);
      }
      for (const [section, weight] of found) found.set(section, weight / possible);
      return found;
    }

    // How strongly words and pairs of neighbours indicate danger; below 0 they indicate everyday life. Takes stems, with
    // ^ and $ for the beginning and the end of a text.
    function weighDanger(found) {
      const pairs = found.slice(1).map((word, place) => `${found[place]} ${word}`);
      const parts = new Set([...found.filter((word) => !/[$^]/.test(word)), ...pairs]);
      const steps = [...parts].map((part) => dangerWeights.get(hash(part))).filter(Number.isInteger);
      const sum = index.danger.step * steps.reduce((sum, step) => sum + step - DANGER_STEPS, 0);
      return index.danger.base + sum / Math.sqrt(parts.size || 1);
    }

    // The kinds of danger of which a text matches a pattern, unless the match is a figure of speech; and whether the text
    // may mean danger: by a pattern, by its words as a whole, or because it surely means a topic about danger. Takes the
    // probability of each topic. One or two words are too few to judge as a whole.
    function judge(query, likely) {
      const { matches, everyday } = findPatterns(query), found = words(query).map(stem);
      const weight = found.length < 3 ? 0 : weighDanger(["^", ...found, "$"]);
      const kinds = new Set(matches.filter(({ context }) => weighDanger(context) > HARMLESS_WEIGHT).map(({ kind }) => kind));
      const chance = index.crisis.topics.reduce((sum, topic) => sum + likely[topic], 0);
      const isHeavy = found.length >= 3 && weight >= (everyday ? CERTAIN_WEIGHT : DANGER_WEIGHT);
      return { kinds, danger: kinds.size > 0 || isHeavy || (!everyday && chance >= DANGER) };
    }

    // The sections that match, best first; whether the first is certain; and whether the text may mean danger. If a
    // pattern of danger matches, the results are only the few sections that answer it.
    function find(query, typing = false) {
      const meant = understand(query, typing);
      const chances = new Map(), fits = places(meant), likely = topics(meant);
      const { kinds, danger } = judge(query, likely), certain = kinds.size > 0;
      likely.forEach((chance, topic) => {
        const section = index.topics[topic];
        if (chance >= LEAST && section >= 0) chances.set(section, Math.max(chances.get(section) ?? 0, chance));
      });
      for (const kind of kinds) {
        index.crisis.kinds[kind].answers.forEach((topic, place) => {
          const section = index.topics[topic];
          if (section >= 0) chances.set(section, (chances.get(section) ?? 0) + FIRST / (place + 1));
        });
      }
      for (const section of mentioned(query)) { // is as probable as anything else on its page
        const page = index.sections[section][0], same = [...chances].filter(([other]) => index.sections[other][0] === page);
        if (same.length) chances.set(section, Math.max(...same.map(([, chance]) => chance)));
      }
      const [chance, fit] = [chances, fits].map((found) => Math.max(0, ...found.values()));
      if (!danger && (!meant.known.length || (chance < GUESS && fit < MENTION))) return { results: [], sure: false, danger };
      const mentions = certain ? [] : [...fits].filter((found) => found[1] >= FIT).map(([section]) => section);
      const sections = new Set([...chances.keys(), ...mentions]);
      const known = new Set(meant.known.map((number) => vocabulary[number]));
      const score = (section) => Math.log((chances.get(section) ?? 0) + FLOOR) + (certain ? 0 : TEXT * (fits.get(section) ?? 0)
        + HEADING * Math.max(...names(section).map((name) => alike(known, new Set(plain(name).split(" "))))));
      const results = [...sections]
        .map((section) => ({ section, score: score(section) }))
        .sort((a, b) => b.score - a.score || a.section - b.section)
        .slice(0, certain ? MOST_IN_DANGER : Infinity)
        .map(({ section }) => result(section));
      return { results, sure: danger || chance >= SURE || fit >= ALL_THERE, danger };

      function result(section) {
        const [page, id, heading, lead] = index.sections[section];
        const [address, title] = index.pages[page];
        return { address: id ? `${address}#${id}` : address, heading, title, lead, isFound };
      }

      // Whether this word of a result was typed and is rare enough to be marked.
      function isFound(form) {
        const word = stem(words(form).join(""));
        return known.has(word) && weigh(numbers.get(word)) >= TELLING;
      }
    }

    // The heading of a section, and other names of what it is about.
    function names(section) {
      const [, , heading, , others] = index.sections[section];
      return others ? [heading, ...others.split("|")] : [heading];
    }

    // The sections about something that a text names.
    function mentioned(query) {
      const text = ` ${plain(query)} `;
      return named.filter(([, all]) => all.some((name) => text.includes(` ${name} `))).map(([section]) => section);
    }

    // How similar the words of a query and of a heading are, from 0 to 1; rare words count more.
    function alike(query, heading) {
      const sum = (all) => [...all].reduce((total, word) => total + weigh(numbers.get(word)), 0);
      const same = sum([...query].filter((word) => heading.has(word)));
      return same ** 2 / (sum(query) * sum(heading) || 1);
    }

    return { find };
  }

  // Returns a function that finds the patterns of danger in a text, each with its kind and the words around it, and tells
  // whether the text has an everyday phrase that only sounds like danger. data/crisis_patterns.yml explains the patterns.
  function createFinder({ fillers, groups, quiet, kinds }, known) {
    const written = new Set();
    const always = [], byWord = new Map(); // patterns to try: those with an asterisk, and those for which a word is there

    const alternatives = (token) => token.split("|").flatMap((part) => (part[0] === "@" ? groups[part.slice(1)] : part));
    const source = (parts) => (parts[0] === ".." ? "(?:[^ ]+ ){0,4}"
      : `(?:${parts.join("|").replaceAll("_", " ").replaceAll("*", "[^ ]*")}) `);
    const compile = (row) => new RegExp(` ${row.split(" ").map((token) => source(alternatives(token))).join("")}`, "g");

    for (const [row, kind] of kinds.flatMap(({ patterns }, kind) => patterns.map((row) => [row, kind]))) {
      const tokens = row.split(" ").map(alternatives);
      const entry = { row, kind };
      for (const part of tokens.flat()) for (const word of part.replaceAll("*", "").split("_")) written.add(word);
      const plain = tokens.filter((parts) => parts.every((part) => /^[^*.<>]+$/.test(part)));
      if (!plain.length) always.push(entry);
      const rarest = plain.sort((a, b) => a.length - b.length)[0] ?? [];
      for (const word of new Set(rarest.map((part) => part.split("_")[0]))) {
        if (!byWord.has(word)) byWord.set(word, []);
        byWord.get(word).push(entry);
      }
    }
    const harmless = quiet.map(compile);

    function correct(word) {
      if (word.length < 5 || written.has(word) || known.has(word)) return word;
      return [...written].find((other) => other.length >= 5 && typos(word, other, 1) === 1) ?? word;
    }

    // The words of a match, and a few on each side.
    function context(text, match) {
      const split = (part) => part.split(" ").filter(Boolean);
      const before = split(text.slice(0, match.index)), after = split(text.slice(match.index + match[0].length));
      return [...before.slice(-BESIDE), ...split(match[0]), ...after.slice(0, BESIDE)]
        .map((word) => ({ "<": "^", ">": "$" })[word] ?? word);
    }

    return (typed) => {
      const found = words(typed).map(stem).filter((word) => !fillers.includes(word)).map(correct);
      const text = ` < ${found.join(" ")} > `;
      const rest = harmless.reduce((left, phrase) => left.replace(phrase, " # "), text);
      const likely = new Set([...always, ...found.flatMap((word) => byWord.get(word) ?? [])]);
      const matches = [...likely].flatMap((entry) => [...rest.matchAll(entry.pattern ??= compile(entry.row))]
        .map((match) => ({ kind: entry.kind, context: context(rest, match) })));
      return { matches, everyday: rest !== text };
    };
  }

  (globalThis.guide ??= {}).searchEngine = { create, stem };
})();
