/*
 * What the search found, as nodes of the page. Whatever the index holds goes into text nodes only, and an address of it
 * becomes a link only where it leads to a page of this site.
 */

export const ROOT = new URL("../", import.meta.url);
const SECTIONS_OF_A_PAGE = 4;

/** A page that was found, as an item of the list of results; `asked` are the words that were typed. */
export function entry(page, asked) {
  const { opening, sections } = sectionsOf(page, asked);
  const title = page.meta.title ?? page.url;
  const [heading, text] = apart(title, opening?.excerpt ?? "");
  const head = element("p", "casebook-search__heading", link("casebook-search__page", page.url, heading));
  const kind = page.filters.kind?.[0];
  if (kind) head.append(" ", element("span", "casebook-search__label", kind));
  const item = element("li", "casebook-search__result", head);
  if (text) item.append(element("p", "casebook-search__excerpt", ...marks(text)));
  if (sections.length) item.append(element("ul", "casebook-search__sections", ...sections.map(sectionEntry)));
  return item;
}

function sectionEntry(section) {
  const [heading, text] = apart(section.title, section.excerpt);
  const item = element("li", "casebook-search__section", link("casebook-search__part", section.url, heading));
  if (text) item.append(element("p", "casebook-search__excerpt", ...marks(text)));
  return item;
}

/** The sections of a page that have the words closest together, best first, and what is found outside all of them. */
function sectionsOf(page, asked) {
  const stretch = asked.split(/\s+/).length * 1.3 + 2;
  const words = page.raw_content.split(page.raw_content.includes("\u200B") ? "\u200B" : /\s+/);
  const inside = page.sub_results.filter((section) => section.url !== page.url);
  const ranked = inside
    .map((section) => ({ section, close: closest(section.locations.map((at) => [at, bare(words[at] ?? "")]), stretch) }))
    .sort((a, b) => b.close - a.close || b.section.locations.length - a.section.locations.length)
    .map(({ section }) => section);
  const outside = page.sub_results.find((section) => section.url === page.url);
  return { opening: outside ?? (inside.length ? null : page), sections: ranked.slice(0, SECTIONS_OF_A_PAGE) };
}

/** How many different words stand in one stretch, which is little longer than what was typed: all, where a sentence was. */
function closest(places, stretch) {
  let best = 0;
  let near = [];
  for (const [at, word] of places) {
    near = [...near.filter(([before]) => before > at - stretch), [at, word]];
    best = Math.max(best, new Set(near.map(([, one]) => one)).size);
  }
  return best;
}

/** Without the signs that stand around words: a list of them, for the class of all letters takes long to compile. */
function bare(word) {
  return word.toLowerCase().replace(/[\s.,;:!?…"“”'‘’()[\]–—]/g, "");
}

/** An excerpt may begin with its own heading: the heading as nodes, and the rest of the excerpt. */
function apart(title, marked) {
  const words = marked.split(" ");
  const length = title.trim().split(/\s+/).length;
  const first = words.slice(0, length).join(" ").replace(/\.(<\/mark>)?$/, "$1"); // Pagefind ends a heading with a stop
  const plain = unescaped(first.replace(/<\/?mark>/g, ""));
  return plain === title.trim() ? [marks(first), words.slice(length).join(" ")] : [[title], marked];
}

/** A link to a page of this site; its text alone where the address leads elsewhere. */
function link(className, address, nodes) {
  const url = new URL(address, ROOT);
  const isOurs = url.origin === ROOT.origin && url.pathname.startsWith(ROOT.pathname);
  const made = element(isOurs ? "a" : "span", className, ...nodes);
  if (isOurs) made.href = url.href;
  return made;
}

/** A text of the index as nodes. Pagefind escapes `<` and `>`, and puts <mark> around the words that were found. */
function marks(text) {
  const pieces = text.split(/<mark>(.*?)<\/mark>/s); // every second piece was marked
  return pieces.map((piece, at) => (at % 2 ? element("mark", "", unescaped(piece)) : unescaped(piece)));
}

function unescaped(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
