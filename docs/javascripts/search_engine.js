/*
 * What the site has of some words: Pagefind's answers for them and for their synonyms, as one list. Its index, and the
 * words that the site knows (javascripts/search_words.json), are asked for with the first `start`.
 *
 * Where the site has a kind of page that are many, these have an index of their own. What is in the other is found at
 * once, however many they are; the `whole` is asked for after that.
 */

import { ROOT } from "./search_results.js";
import { queriesFor, wordsOf } from "./search_words.js";

const ENGINE = new URL("pagefind/pagefind.js", ROOT);
/** The first letters of all words of the first index: most names of people are not among them. */
const BEGINNINGS = new URL("pagefind/beginnings.json", ROOT);
/** So many letters of each; hooks/casebook/showing/search_beginnings.py knows it too. */
const BEGINNING = 4;
/** A word is rarer among many pages, and weighs more for it: without this, they would stand before the lessons. */
const OPTIONS_OF_MANY = { basePath: new URL("pagefind-many/", ROOT).pathname, indexWeight: 0.6 };
/** No word begins with this letter, which stands behind all others: nothing is loaded for it. */
const NO_WORD = "\uffff";
const NO_WORDS = { many: "", synonyms: [], lessons: [], tags: [] };
/** Without Pagefind's worker: its script would be a tenth of all that is loaded, and a search takes milliseconds. */
const OPTIONS = { baseUrl: ROOT.pathname, excerptLength: 24, noWorker: true };

let few;
let all;
let words;
/** How the words of the first index begin, where there is another and this is known. */
let beginnings;

/** The index of the kinds that are few, or of all where none are many, ready to be asked; null where there is none. */
export function start() {
  few ??= begin(OPTIONS);
  known();
  return few;
}

/** All indexes. */
export function whole() {
  all ??= Promise.all([start(), known()]).then(async ([index, { many }]) => {
    if (!index || !many) return [index];
    const [other] = await Promise.all([begin({ ...OPTIONS, ...OPTIONS_OF_MANY }), learnBeginnings()]);
    return [index, other];
  });
  return all;
}

/** The index of the kind that are many, or of all where none are. */
export async function ofMany() {
  const indexes = await whole();
  return indexes.at(-1);
}

/** Without them, the two indexes are asked one after the other. */
async function learnBeginnings() {
  const answer = await fetch(BEGINNINGS).catch(() => null);
  const found = await answer?.json().catch(() => null);
  beginnings = found && new Set(found);
}

/** Whether the first index may have any of several words, as far as their beginnings tell. */
export async function mayBeAmongFew(typed) {
  const { synonyms } = await known();
  const sought = queriesFor(typed, synonyms).queries.flatMap(wordsOf);
  return !beginnings || sought.some((word) => word.length < BEGINNING || beginnings.has(word.slice(0, BEGINNING)));
}

async function begin(options) {
  const pagefind = await import(ENGINE).catch(() => null);
  const index = pagefind?.createInstance(options);
  await index?.filters(); // or it would not count the kinds of what it finds
  return index ?? null;
}

/** The words that the site knows: `synonyms`, and `lessons` and `tags` with their addresses. */
export function known() {
  words ??= fetch(new URL("search_words.json", import.meta.url))
    .then((answer) => answer.json())
    .catch(() => NO_WORDS); // the index answers without them
  return words;
}

/** Loads what a search for the words will look through: whoever types on in the meantime need not search for them. */
export async function prepare(typed, among) {
  const [indexes, { synonyms }] = await Promise.all([among(), known()]);
  const { queries } = queriesFor(typed, synonyms);
  await Promise.all([indexes].flat().flatMap((index) => queries.map((query) => index.preload(query))));
}

/**
 * The pages that have the words, or a synonym of them, best first, each to be read by `data()`. `kinds` are the filter to
 * keep to, as Pagefind wants it; `counts` say how many pages of each kind there are, where one query tells. `among` is
 * `start` or `whole`.
 */
export async function find(typed, kinds, among = whole) {
  const [indexes, { synonyms }] = await Promise.all([among(), known()]);
  const { queries, also } = queriesFor(typed, synonyms);
  const asked = [indexes].flat().flatMap((index) => queries.map((query) => index.search(query, { filters: kinds })));
  const answers = await Promise.all(asked);
  const counts = queries.length === 1 ? Object.assign({}, ...answers.map(({ totalFilters }) => totalFilters.kind)) : undefined;
  return { results: merged(answers), also, counts, queries };
}

/** Whether an index has any of several words as it stands: where it has none, it answers with words that are like them. */
export async function hasAny(typed, among) {
  const [index, { synonyms }] = await Promise.all([among(), known()]);
  const sought = queriesFor(typed, synonyms).queries.flatMap(wordsOf);
  if (sought.length < 2) return true; // it may be the beginning of one
  for (const word of sought) if ((await index.search(`"${word}"`)).results.length) return true;
  return false;
}

/**
 * Searches once for a word that the site has, and hands back a page that has it: what comes first makes machine code of
 * all that a search needs, and tables of letters, for which a phone takes more than 100 ms.
 */
export async function warmUp() {
  const { lessons } = await known();
  const [word = NO_WORD] = wordsOf(lessons[0]?.[0] ?? "").sort((a, b) => b.length - a.length);
  const { results } = await find(word, {}, start);
  return results[0]?.data();
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
