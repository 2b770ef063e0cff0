/*
 * The search dialog, over Pagefind's JavaScript API. Nothing of Pagefind is asked for before the dialog is first opened.
 */

import { ROOT, element, entry } from "./search_results.js";

const PAGES_AT_ONCE = 8;
const WORDS_OF_AN_EXCERPT = 24;
const PAUSE_OF_TYPING = 150; // milliseconds
const PATIENCE = 600; // milliseconds

/** Words too small to search for: Pagefind finds all words that begin as they do (`a`: “and”, “asking”, “away”). */
const SMALL = new Set("a an and are as at be by for from i in is it me my of on or that the they to was were with".split(" "));

const HINT = "Any word of a story, a person's published name, or a tag.";
const NO_INDEX = "This copy of the site has no search index, so there is nothing to search in.";
const FAILED = "The search did not answer. Reload the page to try again.";

const dialog = document.querySelector("[data-casebook-search]");
const openers = document.querySelectorAll("[data-casebook-search-open]");
const form = dialog.querySelector("form");
const input = form.querySelector("input");
const kinds = part("kinds");
const status = part("status");
const found = part("found");
const results = part("results");
const more = part("more");

/** The running search: a newer one leaves an older one without effect. */
let latest = 0;
/** Settles when the running search is on the page. */
let settled = Promise.resolve();
/** The words whose results are on the page, and those of them that are not there yet. */
let asked = "";
let waiting = [];
/** Where the mouse button went down: a selection that is drawn out of the dialog must not close it. */
let pressed;
let index;

function part(name) {
  return dialog.querySelector(`[data-casebook-search-${name}]`);
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  settled = settled.then(prepare);
}

/** Loads the index while the first words are being typed. */
async function prepare() {
  const pagefind = await load();
  if (!pagefind) return fail(NO_INDEX);
  try {
    if (!kinds.querySelector("input")) showKinds((await pagefind.filters()).kind ?? {});
    if (!status.textContent) say(HINT);
  } catch {
    fail(FAILED);
  }
}

/** Pagefind, ready to be asked; null where the site was built without an index. */
function load() {
  index ??= import(new URL("pagefind/pagefind.js", ROOT)).then(set, () => null);
  return index;
}

async function set(pagefind) {
  await pagefind.options({ baseUrl: ROOT.pathname, excerptLength: WORDS_OF_AN_EXCERPT });
  await pagefind.init();
  return pagefind;
}

function fail(words) {
  show([]);
  say(words);
}

function say(text) {
  status.textContent = text;
}

function search() {
  const run = ++latest;
  settled = input.value.trim() ? answer(run) : forget();
}

async function forget() {
  show([]);
  countKinds();
  say(HINT);
}

async function answer(run) {
  const words = input.value.trim();
  const only = chosenKinds();
  const slow = setTimeout(() => run === latest && say("Searching …"), PATIENCE);
  try {
    const pagefind = await load();
    if (!pagefind) return fail(NO_INDEX);
    const filters = only.length ? { kind: { any: only } } : {};
    const answered = await pagefind.debouncedSearch(telling(words), { filters }, PAUSE_OF_TYPING);
    if (!answered || run !== latest) return;
    const pages = await read(answered.results.slice(0, PAGES_AT_ONCE));
    if (run !== latest) return;
    waiting = answered.results.slice(PAGES_AT_ONCE);
    asked = words;
    show(pages);
    countKinds(answered.unfilteredResultCount ? answered.totalFilters.kind : undefined);
    say(summary(words, answered, only));
  } catch {
    if (run === latest) fail(FAILED);
  } finally {
    clearTimeout(slow);
  }
}

/** The words without the small ones; a phrase in quotes, or small words alone, as they are. */
function telling(words) {
  const kept = words.split(/\s+/).filter((word) => !SMALL.has(word.toLowerCase()));
  return words.includes('"') || !kept.length ? words : kept.join(" ");
}

function read(answers) {
  return Promise.all(answers.map((one) => one.data()));
}

function summary(words, { results: { length: count }, unfilteredResultCount: all }, only) {
  if (count) return `${count === 1 ? "1 page" : `${count} pages`} with “${words}”`;
  if (only.length && all) return `Nothing of this kind with “${words}”, but ${all === 1 ? "1 page" : `${all} pages`} of other kinds.`;
  return `Nothing with “${words}”. Fewer words find more, and a part of a word is enough.`;
}

function show(pages) {
  if (!pages.length) waiting = [];
  results.replaceChildren(...entries(pages));
  more.hidden = !waiting.length;
  found.scrollTop = 0;
}

function entries(pages) {
  return pages.map((page) => entry(page, asked));
}

async function showMore() {
  const run = latest;
  const pages = await read(waiting.slice(0, PAGES_AT_ONCE));
  if (run !== latest) return;
  waiting = waiting.slice(PAGES_AT_ONCE);
  const added = entries(pages);
  results.append(...added);
  more.hidden = !waiting.length;
  added[0].querySelector("a")?.focus();
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

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])");
}

function isShortcut(event) {
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === "k" && !event.shiftKey;
  return event.key === "/";
}

function onPageKey(event) {
  if (event.defaultPrevented || !isShortcut(event) || isTyping(event.target)) return;
  event.preventDefault();
  open();
}

function onDialogKey(event) {
  if (event.key === "Escape") dialog.close();
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else return;
  event.preventDefault();
}

/** From the input through the links to the button below them, without a way around. */
function move(step) {
  const stops = [input, ...results.querySelectorAll("a"), ...(more.hidden ? [] : [more])];
  const at = Math.max(0, stops.indexOf(document.activeElement));
  stops[Math.min(stops.length - 1, Math.max(0, at + step))].focus();
}

async function openFirst(event) {
  event.preventDefault();
  await settled;
  results.querySelector("a")?.click();
}

/** A link may lead to this very page: the dialog must not stay in its way. */
function onDialogClick(event) {
  if (event.target === dialog && pressed === dialog) dialog.close();
  else if (event.target.closest("a") && !(event.ctrlKey || event.metaKey || event.shiftKey)) dialog.close();
}

for (const opener of openers) {
  opener.hidden = false;
  opener.addEventListener("click", open);
}
document.addEventListener("keydown", onPageKey);
dialog.addEventListener("keydown", onDialogKey);
dialog.addEventListener("pointerdown", (event) => (pressed = event.target));
dialog.addEventListener("click", onDialogClick);
part("close").addEventListener("click", () => dialog.close());
form.addEventListener("submit", openFirst);
input.addEventListener("input", search);
kinds.addEventListener("change", search);
more.addEventListener("click", showMore);
