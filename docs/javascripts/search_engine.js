/*
 * What the site has of some words: Pagefind's answers for them and for their synonyms, as one list. Its index, and the
 * words that the site knows (javascripts/search_words.json), are asked for with the first `start`.
 */

import { ROOT } from "./search_results.js";
import { queriesFor } from "./search_words.js";

const WORDS_OF_AN_EXCERPT = 24;
const NO_WORDS = { many: "", synonyms: [], lessons: [], tags: [] };

let engine;
let words;

/** Pagefind, ready to be asked; null where the site was built without an index. */
export function start() {
  engine ??= import(new URL("pagefind/pagefind.js", ROOT)).then(ready, () => null);
  known();
  return engine;
}

/** Without Pagefind's worker: its script would be a tenth of all that is loaded, and a search takes milliseconds. */
function ready(pagefind) {
  return pagefind.createInstance({ baseUrl: ROOT.pathname, excerptLength: WORDS_OF_AN_EXCERPT, noWorker: true });
}

/** The words that the site knows: `synonyms`, and `lessons` and `tags` with their addresses. */
export function known() {
  words ??= fetch(new URL("search_words.json", import.meta.url))
    .then((answer) => answer.json())
    .catch(() => NO_WORDS); // the index answers without them
  return words;
}

/**
 * The pages that have the words, or a synonym of them, best first, each to be read by `data()`. `kinds` are the filter to
 * keep to, as Pagefind wants it; `counts` say how many pages of each kind there are, where one query tells.
 */
export async function find(typed, kinds) {
  const [pagefind, { synonyms }] = await Promise.all([start(), known()]);
  const { queries, also } = queriesFor(typed, synonyms);
  const answers = await Promise.all(queries.map((query) => pagefind.search(query, { filters: kinds })));
  const counts = answers.length === 1 ? answers[0].totalFilters.kind : undefined;
  return { results: merged(answers), also, counts, queries };
}

/** Each page once, as the query found it that it answers best. */
function merged(answers) {
  if (answers.length === 1) return answers[0].results;
  const best = new Map();
  for (const result of answers.flatMap(({ results }) => results)) {
    if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
  }
  return [...best.values()].sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}
