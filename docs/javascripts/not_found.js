/*
 * On the page for a missing address: the three pages whose addresses are nearest to what was asked for. Old addresses
 * count, too. Where nothing is near, nothing is offered, and the doors below stay what they are.
 */

const OFFERED = 3;
const NEAR = 0.4;
const root = new URL("../", import.meta.url);
const place = document.querySelector("[data-casebook-nearest]");
if (place) offer(await (await fetch(new URL("addresses.json", root))).json());

function offer({ pages, moved }) {
  const asked = parts(location.pathname.slice(root.pathname.length));
  const found = new Map();
  const candidates = [...Object.keys(pages).map((address) => [address, address]), ...Object.entries(moved)];
  for (const [address, target] of candidates.filter(([address]) => address)) {
    const score = likeness(asked, parts(address));
    if (score > (found.get(target) ?? 0)) found.set(target, score);
  }
  const nearest = [...found].sort((one, other) => other[1] - one[1]).slice(0, OFFERED);
  if (!nearest.length || nearest[0][1] < NEAR) return;
  place.querySelector("ul").append(...nearest.map(([address]) => entry(address, pages[address.split("#")[0]])));
  place.hidden = false;
}

function entry(address, title) {
  const link = Object.assign(document.createElement("a"), { href: new URL(address, root), textContent: title });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** An address in parts: its folder, its name, and the words of its name. */
function parts(address) {
  let plain = address.split("#")[0];
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // Signs that mean nothing stay as they are.
  }
  const steps = plain.toLowerCase().replace(/(index)?\.html?$/, "").split("/").filter(Boolean);
  const name = (steps.at(-1) ?? "").slice(0, 100);
  return { folder: steps.length > 1 ? steps[0] : "", name, words: name.split(/[^\p{L}\p{N}]+/u).filter(Boolean) };
}

/** From 0, nothing in common, to 1.1: the same name in the same folder. */
function likeness(one, other) {
  if (!one.name) return 0;
  const letters = 1 - distance(one.name, other.name) / Math.max(one.name.length, other.name.length);
  const shared = one.words.filter((word) => other.words.some((near) => isNear(word, near))).length;
  const words = shared / Math.max(one.words.length, other.words.length, 1);
  return Math.max(letters, words) + (one.folder === other.folder ? 0.1 : 0);
}

function isNear(one, other) {
  return one === other || (Math.min(one.length, other.length) > 3 && distance(one, other) < 2);
}

/** How many letters must be changed, added or left out to make one text of the other (Levenshtein). */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let above = 1; above <= one.length; above++) {
    const next = [above];
    for (let at = 1; at <= other.length; at++) {
      const changed = row[at - 1] + (one[above - 1] === other[at - 1] ? 0 : 1);
      next.push(Math.min(changed, row[at] + 1, next[at - 1] + 1));
    }
    row = next;
  }
  return row[other.length];
}
