/*
 * Words: what a search is to look for besides what was typed, and the nearest spelling of what is nowhere. Nothing here
 * asks for anything or touches the page.
 */

const MOST_QUERIES = 4;

const phrases = new Map();

/** Words too small to search for: Pagefind finds all words that begin as they do (`a`: “and”, “asking”, “away”). */
const SMALL = new Set("a an and are as at be by for from i in is it me my of on or that the they to was were with".split(" "));

/** The words of a text, without capitals and the signs between them; `loading/checks/synonyms.py` tells them the same way. */
export function wordsOf(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The words of a synonym: each list of them is looked through with every letter that is typed. */
function wordsOfPhrase(phrase) {
  if (!phrases.has(phrase)) phrases.set(phrase, wordsOf(phrase));
  return phrases.get(phrase);
}

/**
 * What to ask the index for: the words as they were typed, then with each synonym of a phrase in them in its place. Whole
 * words only, and none inside quotes. `also` are the synonyms, to be told to the reader.
 */
export function queriesFor(typed, synonyms) {
  const words = wordsOf(typed);
  const found = typed.includes('"') ? undefined : longest(words, synonyms);
  if (!found) return { queries: [telling(typed)], also: [] };
  const { same, at, length } = found;
  const isAll = length === words.length;
  const others = same.filter((_, index) => index !== found.index).filter((phrase) => isAll || !isShortForm(phrase));
  const also = others.slice(0, MOST_QUERIES - 1);
  const own = isAll ? lookedFor(same[found.index]) : telling(typed);
  const put = (phrase) => telling([...words.slice(0, at), phrase, ...words.slice(at + length)].join(" "));
  return { queries: [own, ...also.map((phrase) => (isAll ? lookedFor(phrase) : put(phrase)))], also };
}

/** The longest phrase of the synonyms that stands among the words, and where. */
function longest(words, synonyms) {
  let best;
  for (const same of synonyms) {
    for (const [index, phrase] of same.entries()) {
      const sought = wordsOfPhrase(phrase);
      const at = sought.length ? words.findIndex((_, start) => sought.every((word, step) => words[start + step] === word)) : -1;
      if (at >= 0 && sought.length > (best?.length ?? 0)) best = { same, index, at, length: sought.length };
    }
  }
  return best;
}

/** A short form, which its capitals tell, begins many other words (`CA`: “case”, “career”): it is looked for as it stands. */
function lookedFor(phrase) {
  return isShortForm(phrase) ? `"${phrase}"` : telling(phrase);
}

function isShortForm(phrase) {
  return !phrase.includes(" ") && /\p{Lu}.*\p{Lu}/u.test(phrase);
}

/** The words without the small ones; a phrase in quotes, or small words alone, as they are. */
function telling(words) {
  const kept = words.split(/\s+/).filter((word) => !SMALL.has(word.toLowerCase()));
  return words.includes('"') || !kept.length ? words : kept.join(" ");
}

/** The words with the nearest known ones in the place of those that are not known; empty where none is near. */
export function respelt(typed, known) {
  const words = wordsOf(typed);
  const nearer = words.map((word) => (known.has(word) || SMALL.has(word) ? word : (nearest(word, known) ?? word)));
  return nearer.some((word, at) => word !== words[at]) ? nearer.join(" ") : "";
}

function nearest(word, known) {
  let least = word.length < 4 ? 0 : word.length < 7 ? 1 : 2;
  let found;
  for (const other of known) {
    if (Math.abs(other.length - word.length) > least) continue;
    const far = distance(word, other);
    if (far < least || (far === least && far && !found)) [least, found] = [far, other];
  }
  return found;
}

/** How many letters are to be changed, added, left out or swapped with their neighbour. */
function distance(one, other) {
  let before = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const here = [row];
    for (let at = 1; at <= other.length; at += 1) {
      here[at] = Math.min(above[at] + 1, here[at - 1] + 1, above[at - 1] + (one[row - 1] === other[at - 1] ? 0 : 1));
      const isSwap = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (isSwap) here[at] = Math.min(here[at], before[at - 2] + 1);
    }
    [before, above] = [above, here];
  }
  return above[other.length];
}
