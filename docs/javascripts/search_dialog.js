/*
 * What the search dialog shows: results as they are typed for, how many there are, and ways on where there are none.
 */

import { find, hasAny, known, mayBeAmongFew, ofMany, prepare, start, warmUp, whole } from "./search_engine.js";
import { vocabulary, waysOn } from "./search_nothing.js";
import { element, entry } from "./search_results.js";
import { respelt, wordsOf } from "./search_words.js";

const PAGES_AT_ONCE = 8; // of which the first is shown before the others are read
const PAGES_TO_HAVE_ALL = 3; // at the top: where these lack a word, it may be misspelt
const PAGES_OF_SOME = 3; // of one index are shown until all have been looked through
const PAUSE_OF_A_BEGINNING = 300; // milliseconds; one or two letters begin too many words to look for at once
const PAUSE_OF_TYPING = 200; // milliseconds; to rank many pages keeps a phone from showing the next letter
const PAUSE_OF_SPEECH = 500; // milliseconds; a screen reader says what was found when the typing rests
const PATIENCE = 600; // milliseconds

const HINT = "Any word of a story, a person's published name, or a tag.";
const NO_INDEX = "This copy of the site has no search index, so there is nothing to search in.";
const FAILED = "The search did not answer. Reload the page to try again.";

const dialog = document.querySelector("[data-casebook-search]");
const input = dialog.querySelector("input");
const kinds = part("kinds");
const spoken = part("status");
const found = part("found");
const results = part("results");
const more = part("more");
/** The line that is seen: it changes with every letter, and so is not for a screen reader. */
const seen = element("p", "casebook-search__status");
const nothing = element("div", "casebook-search__nothing");

/** The newest search: an older one has no effect, and is not begun. */
let latest = 0;
/** Settles when the newest search is on the page. */
let settled = Promise.resolve();
/** The words whose results are on the page, and those of them that are not there yet. */
let asked = "";
let waiting = [];
let speaking;
/** Where the mouse button went down: a selection that is drawn out of the dialog must not close it. */
let pressed;

function part(name) {
  return dialog.querySelector(`[data-casebook-search-${name}]`);
}

/** Loads the index while the first words are being typed. */
export async function opened() {
  if (input.value.trim() && !asked) search(); // they were typed before this script was there
  try {
    const index = await start();
    if (!index) return fail(NO_INDEX);
    if (!seen.textContent) say(HINT);
    const [counts, { many }] = await Promise.all([index.filters(), known()]);
    if (!kinds.querySelector("input")) showKinds({ ...counts.kind, ...(many && { [many]: Infinity }) });
    await (latest ? settled : practise()); // what was typed already comes before the rest of the index
    await whole();
  } catch {
    fail(FAILED);
  }
}

/** Makes a result that nobody sees, so that the first one to be seen is made by what is warm. */
async function practise() {
  const page = await warmUp();
  if (page) entry(page, page.meta.title);
}

function fail(words) {
  show([]);
  say(words);
}

function say(text) {
  seen.textContent = text;
  clearTimeout(speaking);
  speaking = setTimeout(() => (spoken.textContent = text), PAUSE_OF_SPEECH);
}

/** Searches for what stands there now: of a search that is no longer the newest, only loading goes on. */
function search() {
  const run = ++latest;
  const words = input.value.trim();
  settled = begin(run, words);
}

async function begin(run, words) {
  if (words && words.length < 3) await pause(PAUSE_OF_A_BEGINNING);
  if (run === latest) return words ? answer(run, words) : forget();
}

function pause(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

function forget() {
  asked = "";
  show([]);
  countKinds();
  say(HINT);
}

async function answer(run, words) {
  const only = chosenKinds();
  const slow = setTimeout(() => run === latest && say("Searching …"), PATIENCE);
  try {
    if (!(await start())) return fail(NO_INDEX);
    const shown = (await known()).many && !only.length ? await showSome(run, words) : [];
    if (run !== latest) return;
    await prepare(words, whole);
    if (run !== latest) return;
    const answered = await find(words, only.length ? { kind: { any: only } } : {});
    const first = await read(answered.results.slice(0, shown.length ? PAGES_AT_ONCE : 1));
    if (run !== latest) return;
    clearTimeout(slow); // what comes below can take its time: there is something to read
    await showAnswer(run, words, answered, first, isBeingRead() ? shown : []);
    if (!first.length) await showWaysOn(run, words, answered, only);
  } catch {
    if (run === latest) fail(FAILED);
  } finally {
    clearTimeout(slow);
  }
}

/**
 * Shows what is found among the kinds that are few, before the pages of the one that are many are ranked, and hands it back;
 * or, where those can't have it, what is found among the many.
 */
async function showSome(run, words) {
  const among = (await mayBeAmongFew(words)) ? start : ofMany;
  await prepare(words, among);
  if (run !== latest || (among === start && !(await hasAny(words, start)))) return [];
  const { results: some, queries } = await find(words, {}, among);
  const first = await read(some.slice(0, 1));
  if (run !== latest || !queries.some((query) => haveAll(first, query))) return [];
  asked = words;
  waiting = some.slice(1, PAGES_OF_SOME);
  show(first);
  await Promise.all([painted().then(() => showNext(run, PAGES_OF_SOME)), pause(PAUSE_OF_TYPING)]);
  return some.slice(0, PAGES_OF_SOME);
}

/** Whether the reader points at a result or has gone to one: they must not move under the finger. */
function isBeingRead() {
  return results.matches(":hover, :focus-within");
}

/** Shows the first pages of an answer, and then the next; `stay` are results that are shown, and stay before all others. */
async function showAnswer(run, words, answered, first, stay) {
  const isNew = (result) => !stay.some(({ id }) => id === result.id);
  asked = longest([words, ...answered.queries]);
  waiting = answered.results.slice(first.length).filter(isNew);
  if (stay.length) add(first.filter((_, at) => isNew(answered.results[at])));
  else show(first);
  countKinds(answered.counts);
  say(summary(words, answered));
  if (!first.length) return;
  await painted();
  const next = await showNext(run, PAGES_AT_ONCE - first.length);
  if (run === latest && !answered.also.length && !haveAll([...first, ...next], words)) await offerSpelling(run, words);
}

/**
 * Settles when what was shown is on the screen, which is when the next frame is due: the index works in the same thread, and
 * would keep it from there.
 */
function painted() {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
}

function read(answers) {
  return Promise.all(answers.map((one) => one.data()));
}

function longest(texts) {
  return texts.reduce((best, text) => (text.split(" ").length > best.split(" ").length ? text : best));
}

function summary(words, { results: { length: count }, also }) {
  const others = also.length ? `; also searched for ${also.map((phrase) => `“${phrase}”`).join(", ")}` : "";
  return `${count === 1 ? "1 page" : count ? `${count} pages` : "Nothing"} with “${words}”${others}.`;
}

function show(pages) {
  if (!pages.length) waiting = [];
  found.scrollTop = 0; // before the rest, or the browser would lay it out twice
  nothing.replaceChildren();
  results.replaceChildren(...entries(pages));
  more.hidden = !waiting.length;
}

function entries(pages) {
  return pages.map((page) => entry(page, asked));
}

/** Adds the next results to those that are shown, and hands back their pages. */
async function showNext(run, count) {
  if (run !== latest) return [];
  const next = waiting.splice(0, count);
  const pages = await read(next);
  if (run !== latest) return [];
  add(pages);
  return pages;
}

function add(pages) {
  results.append(...entries(pages));
  more.hidden = !waiting.length;
}

async function showMore() {
  const before = results.childElementCount;
  await showNext(latest, PAGES_AT_ONCE);
  results.children[before]?.querySelector("a")?.focus();
}

/** Where nothing was found: other kinds, the nearest spelling, lessons and tags. */
async function showWaysOn(run, words, { queries }, only) {
  const elsewhere = only.length ? (await find(words, {})).results.length : 0;
  const site = await known();
  if (run !== latest) return;
  const all = offer("", `Search all kinds: ${elsewhere === 1 ? "1 page" : `${elsewhere} pages`}`, words);
  nothing.replaceChildren(...(elsewhere ? [all] : []), ...waysOn(site, [words, ...queries]));
  if (elsewhere || !(await offerSpelling(run, words))) {
    say(`${seen.textContent} ${elsewhere ? "There is more of other kinds." : "Fewer words find more, and a part of a word is enough."}`);
  }
}

/** Whether the pages have the beginning of each word: asked for a word that it lacks, the index answers with others. */
function haveAll(pages, words) {
  const text = pages.slice(0, PAGES_TO_HAVE_ALL).map((page) => page.content).join(" ").toLowerCase();
  return wordsOf(words).every((word) => text.includes(word.slice(0, Math.max(3, word.length - 3))));
}

/** Offers the nearest spelling that finds something, if there is one. */
async function offerSpelling(run, words) {
  const nearer = respelt(words, vocabulary(await known()));
  const isThere = nearer && (await find(nearer, {})).results.length > 0;
  if (!isThere || run !== latest) return isThere;
  nothing.prepend(offer("Did you mean", nearer, nearer));
  say(`${seen.textContent} Did you mean “${nearer}”?`);
  return true;
}

/** A button that searches all kinds for some words. */
function offer(before, label, words) {
  const button = element("button", "casebook-search__offer", label);
  button.type = "button";
  button.addEventListener("click", () => {
    for (const box of kinds.querySelectorAll("input")) box.checked = false;
    input.value = words;
    input.focus();
    search();
  });
  return element("p", "", before, " ", button);
}

function showKinds(counts) {
  const names = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
  for (const name of names) {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "kind", value: name });
    kinds.append(element("label", "casebook-search__kind", box, element("span", "", name), element("span", "casebook-search__count")));
  }
}

function chosenKinds() {
  return [...kinds.querySelectorAll("input:checked")].map((box) => box.value);
}

/** Beside each kind, how many of its pages have the words; nothing where no words are given. */
function countKinds(counts) {
  for (const label of kinds.querySelectorAll("label")) {
    label.lastChild.textContent = counts ? ` ${counts[label.firstChild.value] ?? 0}` : "";
  }
}

function onDialogKey(event) {
  if (event.key === "Escape") dialog.close();
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else return;
  event.preventDefault();
}

/** From the input through the links and buttons below it, without a way around: those of the search that was typed last. */
async function move(step) {
  await settled;
  const below = [...found.querySelectorAll("a, button")].filter((stop) => stop.offsetParent);
  const stops = [input, ...below];
  const at = Math.max(0, stops.indexOf(document.activeElement));
  stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
}

/** Opens what was found first, once it is there. */
export async function openFirst() {
  await settled;
  results.querySelector("a")?.click();
}

/** A link may lead to this very page: the dialog must not stay in its way. */
function onDialogClick(event) {
  if (event.target === dialog && pressed === dialog) dialog.close();
  else if (event.target.closest("a") && !(event.ctrlKey || event.metaKey || event.shiftKey)) dialog.close();
}

seen.ariaHidden = "true";
spoken.className = "casebook-unseen";
spoken.before(seen);
found.prepend(nothing);
dialog.addEventListener("keydown", onDialogKey);
dialog.addEventListener("pointerdown", (event) => (pressed = event.target));
dialog.addEventListener("click", onDialogClick);
part("close").addEventListener("click", () => dialog.close());
input.addEventListener("input", search);
kinds.addEventListener("change", search);
more.addEventListener("click", showMore);
