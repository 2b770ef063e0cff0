/*
 * Where nothing was found: ways on, as nodes of the page. What is shown goes into text nodes only.
 */

import { ROOT, element } from "./search_results.js";
import { wordsOf } from "./search_words.js";

const MOST_LESSONS = 4;
const MOST_TAGS = 8;
const ENOUGH = 4; // letters, for a word to be like another

/** Lessons and tags that are near the words that were asked for; where none is, those with the most cases. */
export function waysOn({ lessons, tags }, asked) {
  const words = asked.flatMap(wordsOf);
  return [
    ways(words, lessons.slice(), MOST_LESSONS, ["Lessons near these words", "The lessons with the most cases"], "lessons"),
    ways(words, tags.slice(), MOST_TAGS, ["Tags near these words", "The tags with the most cases"], "tags"),
  ].filter(Boolean);
}

function ways(words, doors, most, [near, used], name) {
  const like = doors.filter(([title]) => wordsOf(title).some((word) => words.some((other) => areAlike(word, other))));
  const shown = (like.length ? like : doors).slice(0, most);
  if (!shown.length) return null;
  const links = shown.map(([title, address]) => element("li", "", linkTo(title, address)));
  return element("div", "", element("p", "casebook-search__way", like.length ? near : used), element("ul", `casebook-search__${name}`, ...links));
}

function areAlike(one, other) {
  return Math.min(one.length, other.length) >= ENOUGH && (one.startsWith(other) || other.startsWith(one));
}

function linkTo(title, address) {
  const link = element("a", "", title);
  link.href = new URL(address, ROOT).href;
  return link;
}

/** All words that lead somewhere: those of the synonyms and of the titles of lessons and tags. */
export function vocabulary({ synonyms, lessons, tags }) {
  return new Set([...synonyms.flat(), ...[...lessons, ...tags].map(([title]) => title)].flatMap(wordsOf));
}
