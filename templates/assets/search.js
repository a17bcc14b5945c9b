/* Finds pages. What a word is, which words weigh nothing, and which page stands first, is decided here; the index
   (publish/search.py) holds plain text only. assets/searchbox.js loads both when a reader begins to search. */

(() => {
  const WEIGHTS = { id: 12, names: 8, about: 3, words: 1 };
  const QUESTION_ASKED = 1.3; // what a page with a question weighs, if somebody asks one in several words that tell
  const KINDS = { Loss: 1, Question: 0.9, Family: 0.8, Rule: 0.75, "Formula sheet": 0.6, "About Lossary": 0.6 };
  const FORMULA = 20; // what it weighs that a formula of the page holds what was typed; three times as much, if it is that
  const RENAMED = 2; // times as much, if it is that with other letters
  const IN_FORMULA = 0.3; // how much a letter of a formula tells by itself
  const NO_STEP = 0.3; // what other pages than questions weigh, if somebody asks about a step of descent
  const NAME_LIKE = 3; // so few words are looked for in what pages are about; a longer query may be told in prose
  const MOST_OF_IT = 0.5; // of a longer query, by how rare its words are
  const FEWEST = 3; // letters of a word that may be the beginning of a longer one
  const OTHER_NAME = 0.9; // than the title
  const IN_CODE = 0.8; // a call, which several losses may share
  const CLOSE = 0.4; // how well a word must fit that of a name, for a loss to be called so
  const SLIP = 6; // letters of a word that may be misspelt
  const RARE = 2; // pages whose prose alone has a word that may be misspelt all the same

  const GREEK = {
    α: "alpha", β: "beta", γ: "gamma", δ: "delta", ε: "epsilon", ϵ: "epsilon", ζ: "zeta", η: "eta", θ: "theta", ι: "iota",
    κ: "kappa", λ: "lambda", μ: "mu", ν: "nu", ξ: "xi", π: "pi", ρ: "rho", σ: "sigma", ς: "sigma", τ: "tau", φ: "phi",
    ϕ: "phi", χ: "chi", ψ: "psi", ω: "omega",
  };
  const LETTERS = new Set(Object.values(GREEK));

  // In a glossary of gradients of losses these tell nothing apart. They count only if nothing else is asked.
  const COMMON = new Set(
    `a an and are as at backprop backpropagate backpropagation backward backwards be by calculate calculating can code compute
    computing cost criterion d derivation derivative derive descent did differentiate differentiating differentiation do does dw dx
    dz equation equations explain explained find for formula formulas from function get give grad gradient gradients how i implement implementation in
    is it its jacobian loss losses make me my nabla need no not numpy objective of on or own partial pass please prime proof prove python
    rule same should show slope subgradient take taking tell term that the there this through to use using versus via vs want was what when
    where which why with work wrt respect you your`
      .split(/\s+/)
      .map(stem),
  );
  const QUESTION = /^(are|can|could|did|do|does|how|is|may|must|should|what|when|where|which|who|why)\b|\?\s*$/i;

  /* Words ------------------------------------------------------------------------------------------------------- */

  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[α-ωϕϵ]/g, (letter) => ` ${GREEK[letter] ?? letter} `);
  }

  /* British and American spelling alike, one and many alike, and the endings of verbs. */
  function stem(word) {
    if (word.length < 4 || /\d/.test(word)) return word;
    return word
      .replace(/ices$/, "ix")
      .replace(/ies$/, "y")
      .replace(/([^su])s$/, "$1")
      .replace(/(?<=\w{3})[iy][sz](?:ation|ed|ing|e|er)$/, "iz")
      .replace(/our(ed|ing)?$/, "or$1")
      .replace(/(?<=[cbt])re$/, "er")
      .replace(/ll(?=ed$|ing$)/, "l")
      .replace(/(?<=\w{3})(?:ing|ed)$/, "")
      .replace(/([bdgmnprt])\1$/, "$1")
      .replace(/(?<=\w{3})e$/, "");
  }

  /* A number keeps its sign, unless something stands right before that: -1 and +1, but x-1. */
  const rawWords = (text) =>
    folded(text.replace(/w\.r\.t\.?/gi, "wrt").replace(/−/g, "-")).match(/(?<![\p{L}\p{N})\]])[-+]\d+|[\p{L}\p{N}]+/gu) ?? [];
  const unsigned = (word) => word.replace(/^[-+](?=\d)/, "");

  /* A page that says -1 is found by 1 too. */
  const plainWords = (text) => rawWords(text).flatMap((word) => [...new Set([word, unsigned(word)])].map(stem));

  /* The parts of a name in code: nn.BCEWithLogitsLoss, cross_entropy. */
  const codeWords = (text) =>
    (text.match(/\p{L}\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]\w*/gu) ?? [])
      .flatMap((name) => name.match(/[A-Z]+\d*(?![a-z])|[A-Z]?[a-z]+\d*|\d+/g) ?? [])
      .map((part) => part.toLowerCase());

  /* A name is also found when it is written as one word: logcosh, crossentropy. */
  const joined = (words) => words.slice(1).map((word, place) => words[place] + word);

  /* All words by which a name is found. */
  const nameWords = (name) => [...plainWords(name), ...joined(plainWords(name)), ...codeWords(name).map(stem)];

  /* The index ---------------------------------------------------------------------------------------------------- */

  const documents = lossaryIndex.documents.map((each) => ({ id: "", names: [], code: [], about: [], words: "", formulas: [], lines: {}, ...each }));
  const postings = new Map(); // of a word: how much it weighs in which document

  function post(words, number, weight) {
    for (const word of words) {
      const places = postings.get(word) ?? postings.set(word, new Map()).get(word);
      places.set(number, Math.max(weight, places.get(number) ?? 0));
    }
  }

  documents.forEach((each, number) => {
    const own = [each.title, ...each.names];
    const losses = each.code.filter((name) => /loss/i.test(name)); // an estimator is called after what it can do besides
    each.own = new Set([...own, ...losses].flatMap(nameWords));
    each.called = [...own, ...each.code].map((name, place) => {
      const [words, parts] = [plainWords(name), /\s/.test(name) ? [] : codeWords(name).map(stem)]; // Leaky ReLU is prose
      post(nameWords(name), number, WEIGHTS.names);
      const called = new Set((parts.length > 0 ? parts : words).filter((word) => !COMMON.has(word)));
      return { called, of: place === 0 ? 1 : place < own.length ? OTHER_NAME : IN_CODE };
    });
    const [, short, long] = each.title.match(/^(.+) \((.+)\)$/) ?? []; // DPO (direct preference optimisation)
    for (const name of [short, long].filter(Boolean))
      each.called.push({ called: new Set(plainWords(name).filter((word) => !COMMON.has(word))), of: 1 });
    post([each.id.toLowerCase()], number, WEIGHTS.id);
    post(each.about.flatMap(plainWords), number, WEIGHTS.about);
    post(plainWords(each.words), number, WEIGHTS.words);
    each.squeezed = [...each.formulas, ...each.names].map(squeezed);
    each.shapes = each.squeezed.map(shape);
  });

  /* What is looked for ------------------------------------------------------------------------------------------- */

  /* Is the one the other but for a letter left out, put in, changed, or two that changed places? */
  function isSlip(one, other) {
    if (Math.abs(one.length - other.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    const rest = (word, from) => word.slice(from);
    return (
      rest(one, start + 1) === rest(other, start + 1) ||
      rest(one, start) === rest(other, start + 1) ||
      rest(one, start + 1) === rest(other, start) ||
      (one[start] === other[start + 1] && one[start + 1] === other[start] && rest(one, start + 2) === rest(other, start + 2))
    );
  }

  const most = (word) => Math.max(...postings.get(word).values());
  const isOdd = (word) => postings.get(word).size <= RARE && most(word) <= WEIGHTS.words;

  /* The words of the index that a word may stand for, each with how well it fits. */
  function readings(word) {
    const found = new Map();
    if (postings.has(word)) found.set(word, 1);
    if (word.length >= FEWEST)
      for (const known of postings.keys())
        if (known !== word && known.startsWith(word)) found.set(known, (0.8 * word.length) / known.length);
    const least = found.size === 0 ? 0 : WEIGHTS.names; // a word that stands in prose may be a slip in a name only
    if (word.length >= SLIP && [...found.keys()].every(isOdd))
      for (const known of postings.keys())
        if (known.length >= SLIP - 1 && isSlip(word, known) && most(known) >= least && !found.has(known)) found.set(known, 0.5);
    return found;
  }

  /* How well each document fits a word. */
  function fitting(read) {
    const fits = new Map();
    for (const [known, quality] of read)
      for (const [number, weight] of postings.get(known))
        fits.set(number, Math.max(weight * quality, fits.get(number) ?? 0));
    return fits;
  }

  function better(one, other) {
    const best = new Map(one);
    for (const [number, weight] of other) best.set(number, Math.max(weight, best.get(number) ?? 0));
    return best;
  }

  const isKnown = (word) => readings(stem(word)).size > 0;

  function inTwo(word) {
    const places = Array.from(word, (_, place) => place).slice(FEWEST, 1 - FEWEST);
    const pairs = places.map((place) => [word.slice(0, place), word.slice(place)]);
    return pairs.find((pair) => pair.every((part) => postings.has(stem(part)))) ?? [];
  }

  /* Is it a step of descent: w <- w - alpha grad, w -= lr * g, w = w - lr * g? Its letters tell nothing. */
  const isUpdate = (query) => /<-|←|:=|[-+−]=/.test(query) || /(?:^|\s)(\p{L}\w*)\s*=\s*\1\s*[-+−]/u.test(query);

  /* The words of a query as they were typed; one that nothing is known of, by the parts that it may consist of. */
  function typedWords(query) {
    const parts = new Map((query.match(/\p{L}\w+/gu) ?? []).map((name) => [name.toLowerCase(), codeWords(name)]));
    const signed = (word) => (postings.has(word) ? word : unsigned(word));
    const taken = rawWords(query).map(signed).flatMap((word) => {
      const apart = isKnown(word) ? [] : [parts.get(word) ?? [], inTwo(word)].find((each) => each.length > 0);
      return apart?.length ? apart : [word];
    });
    const telling = taken.filter((word) => !COMMON.has(stem(word)));
    if (isUpdate(query)) return ["update", ...new Set(telling.filter((word) => word.length >= FEWEST && !LETTERS.has(word) && postings.has(stem(word))))];
    return [...new Set(telling.length > 0 ? telling : taken)];
  }

  /* How much a word tells: the fewer pages have it, the more; one that has it in its prose alone counts for little. */
  function rarity(fits) {
    const pages = [...fits.values()].reduce((sum, weight) => sum + Math.min(weight / WEIGHTS.names, 1), 0);
    return Math.log(1 + documents.length / Math.max(pages, 1));
  }

  /* The terms of a query: each word with what it may stand for, the documents that it fits, and how much it tells. */
  function terms(query) {
    const words = typedWords(query);
    const stems = words.map(stem);
    const together = joined(stems); // batch norm for batchnorm
    const own = looksLikeFormula(query) ? IN_FORMULA : 1;
    return words.map((typed, place) => {
      const pairs = [together[place - 1], together[place]].filter((pair) => postings.has(pair));
      const read = readings(stems[place]);
      const fits = pairs.reduce((best, pair) => better(best, postings.get(pair)), fitting(read));
      const close = [...read.keys()].filter((known) => read.get(known) > CLOSE);
      return { typed, word: stems[place], close: [...close, ...pairs], fits, rarity: rarity(fits) * (stems[place].length === 1 ? own : 1) };
    });
  }

  function squeezed(text) {
    return text
      .normalize("NFKD")
      .replace(/[−–]/g, "-")
      .replace(/\|\|/g, "‖")
      .replace(/(?<!\p{L})e\s*\^\s*(?:\{([^{}]*)\}|\(([^()]*)\)|(-?\w+))/gu, (_, ...inside) => `exp(${inside[0] ?? inside[1] ?? inside[2]})`)
      .replace(/(?<!\p{L})ln(?!\p{L})/gu, "log")
      .replace(/(?<!\p{L})y(?:_?hat|\u0302)(?!\p{L})/gu, "p")
      .replace(/[·*^\s]/g, "")
      .toLowerCase();
  }

  /* A formula with its letters called by the order in which they come. */
  function shape(formula) {
    const letters = new Map();
    return formula.replace(/(?<!\p{L})\p{L}(?!\p{L})/gu, (letter) => letters.get(letter) ?? letters.set(letter, `#${letters.size}`).get(letter));
  }

  /* Without what is said around a formula: the derivative of ... with respect to x. */
  function bare(query) {
    const words = query.replace(/\s+at\s+\S+\s*$/, "").trim().split(/\s+/);
    const isSaid = (word) => /^[dD∂]\/[dD∂]\p{L}$/u.test(word) || (/^\p{L}{2,}[?:]?$/u.test(word) && COMMON.has(stem(word.toLowerCase().replace(/\W$/, ""))));
    while (words.length > 1 && isSaid(words[0])) words.shift();
    while (words.length > 1 && isSaid(words.at(-1))) words.pop();
    return words.join(" ");
  }

  const looksLikeFormula = (query) => /[-+*/^=|²′'()[\]∂−·]/.test(query) && query.replace(/\s/g, "").length >= 3;

  /* What is found ------------------------------------------------------------------------------------------------ */

  /* How much of a word of the name was typed. */
  function share(called, word) {
    if (called.has(word)) return 1;
    const longer = word.length < FEWEST ? [] : [...called].filter((other) => other.startsWith(word));
    return Math.max(0, ...longer.map((other) => word.length / other.length));
  }

  /* The two words of the name that were typed as one: crossentropy. */
  function apart(called, word) {
    const own = [...called];
    const place = own.findIndex((first, at) => first + own[at + 1] === word);
    return place < 0 ? [word] : own.slice(place, place + 2);
  }

  /* How much of a name was asked for, and of the query was it: 1 if they are the same. */
  function likeness(called, typed) {
    const words = typed.flatMap((word) => apart(called, word));
    const common = words.reduce((sum, word) => sum + share(called, word), 0);
    return common / (called.size + words.length - common || 1);
  }

  const weight = (terms) => terms.reduce((sum, term) => sum + term.rarity, 0);

  function score(number, asked, query) {
    const each = documents[number];
    const met = asked.filter((term) => term.fits.has(number));
    const sum = met.reduce((all, term) => all + term.rarity * term.fits.get(number), 0);
    const covered = weight(met) / (weight(asked) || 1);
    const words = asked.map((term) => term.word);
    const name = Math.max(...each.called.map(({ of, called }) => likeness(called, words) * of));
    const isAsked = each.kind === "Question" && asked.length >= NAME_LIKE && QUESTION.test(query);
    const isOther = isUpdate(query) && each.kind !== "Question";
    const kind = isAsked ? QUESTION_ASKED : KINDS[each.kind] * (isOther ? NO_STEP : 1);
    return kind * (sum * covered * (1 + 2 * name) + likeFormula(each, query));
  }

  function likeFormula(each, query) {
    if (!looksLikeFormula(query)) return 0;
    const typed = squeezed(bare(query));
    if (each.squeezed.some((text) => text === typed || text.endsWith(`=${typed}`))) return 3 * FORMULA;
    const form = shape(typed);
    if (form.length > FEWEST && each.shapes.some((text) => text === form)) return RENAMED * FORMULA;
    return each.squeezed.some((text) => text.includes(typed)) ? FORMULA : 0;
  }

  /* Is there a page that has what was asked for: of a name all words in what the page is about, of a word or a question
     most of it anywhere? Single letters may be missing. Who asks for a loss is answered by one that is called so. */
  function isAnswered(asked, query) {
    const isLoss = /\bloss(es)?\b/i.test(query) && asked.length <= NAME_LIKE && !QUESTION.test(query);
    const isCompared = /\b(vs|versus)\b/i.test(query);
    const isName = isLoss || (asked.length > 1 && asked.length <= NAME_LIKE && !QUESTION.test(query) && !isCompared);
    const [, place] = query.toLowerCase().match(/\bat (\p{L}+)(?=\s+of\b|\s*\??\s*$)/u) ?? []; // at zero: where, not what
    const needed = asked.filter((term) => term.typed !== place && term.word.length > 1 && !LETTERS.has(term.typed) && !COMMON.has(term.word));
    if (needed.length === 0) return true;
    const has = (number, least) => needed.filter((term) => (term.fits.get(number) ?? -1) > least);
    return documents.some((each, number) => {
      if (isLoss && (each.kind !== "Loss" || !needed.some((term) => term.close.some((word) => each.own.has(word))))) return false;
      return weight(has(number, isName ? WEIGHTS.about / 2 : 0)) >= (isName ? 1 : MOST_OF_IT) * weight(needed);
    });
  }

  function ranked(query, asked) {
    const candidates = new Set(asked.flatMap((term) => [...term.fits.keys()]));
    if (looksLikeFormula(query)) documents.forEach((_, number) => candidates.add(number));
    return [...candidates]
      .map((number) => ({ number, score: score(number, asked, query) }))
      .filter((result) => result.score > 0)
      .sort((one, other) => other.score - one.score || one.number - other.number)
      .map(({ number }) => ({ ...documents[number] }));
  }

  /* Addresses ---------------------------------------------------------------------------------------------------- */

  const byId = new Map(documents.filter((each) => each.id).map((each) => [each.id.toUpperCase(), each]));
  const nowOf = new Map(Object.entries(lossaryIndex.former).map(([id, now]) => [id.toUpperCase(), now]));

  /* L4K7, L4K7.2, L4K7 2, L4ZC.S.2, also by an id of former times: the page or the line, or which is the last. */
  function addressed(query) {
    const [, id, rest] = query.trim().match(/^([LQ]\w{3})(?:(?:\s*[.#]\s*|\s+(?:line\s+)?)([\w.\s]*))?$/i) ?? [];
    const now = nowOf.get(id?.toUpperCase()) ?? id?.toUpperCase();
    const page = byId.get(now?.split(".")[0].toUpperCase());
    if (!page) return null;
    const wanted = rest ? `${now}.${rest.replace(/\s+/g, ".")}` : now;
    const [, start, number] = wanted.match(/^(.*?)\.?(\d+)$/) ?? [];
    const line = rest && Object.entries(page.lines).find(([of]) => of.toLowerCase() === start?.toLowerCase());
    if (rest && !line) return null; // words, then
    if (!rest) return { results: [page], notice: "" };
    const [of, last] = line;
    const dot = of.endsWith(".t") ? "" : ".";
    if (number < 1 || number > last) return { results: [page], notice: `The last address there is ${of}${dot}${last}.` };
    const address = `${of}${dot}${number}`;
    const url = `${page.url.split("#")[0]}#${address}`;
    return { results: [{ ...page, kind: "Line", title: `${address}: ${page.title}`, url }, page], notice: "" };
  }

  /* The results of a query, best first; `missing` are words that no page has, `answered` is false if no page has all. */
  window.lossarySearch = (query) => {
    const address = addressed(query);
    if (address) return { ...address, missing: [], answered: true };
    const asked = terms(query);
    const found = ranked(query, asked);
    const results = found.length > 0 ? found : documents.filter((each) => each.kind === "Family");
    const missing = asked.filter((term) => term.fits.size === 0).map((term) => term.typed);
    const answered = isAnswered(asked, query) || (results.length > 0 && likeFormula(results[0], query) > 0);
    return { results, notice: "", missing, answered };
  };
})();
