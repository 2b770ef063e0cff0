"use strict";

/*
 * Narrows the list of case studies down: any of the chosen tags of a group, all of the groups, and all of the words.
 * The address holds the whole state (?stage=considering&stage=learning&with_words=phd&sort_by=lessons): it is shared,
 * reloaded, and gone back to. No group can be called as our own parameters are, for ids have no underscore.
 *
 * No module, and so in a block of its own: it runs before the theme's script, which has the browser look at every
 * element of the page. Of 2,000 rows only 60 are in the page by then, which halves what a phone has to do.
 */

{
  const page = document.querySelector("[data-casebook-browse]");
  const part = (name) => page.querySelector(`[data-casebook-${name}]`);
  const [form, list, chips, said, none, offers] = ["filter", "list", "chips", "count", "none", "offers"].map(part);
  const [opener, shower, elsewhere, more] = ["open", "show", "elsewhere", "more"].map(part);
  const { with_words: words, sort_by: order } = form.elements;

  const groups = [...form.querySelectorAll("fieldset")].map(asGroup);
  const tags = groups.flatMap((group) => group.tags);
  const cases = [...list.children].map(asCase);

  const ORDERS = {
    newest: (a, b) => a.place - b.place,
    lessons: (a, b) => b.lessons - a.lessons || a.place - b.place,
    shortest: (a, b) => a.minutes - b.minutes || a.place - b.place,
  };
  const SEVERAL = Symbol("more than one choice is not met");
  const AT_ONCE = 60; // of 2,000 rows, a phone would need a second to lay out those that come and go
  const ON_SCREEN = 20; // of these, which can be seen without scrolling, come first
  const PAUSE = 100; // milliseconds until the others come

  let sorted = { by: "newest", cases }; // the page comes so
  let fitting = cases;
  let limit = AT_ONCE;
  let isTyping = false;

  /* What the page holds, read once. */

  function asGroup(fieldset) {
    const button = fieldset.querySelector("legend button");
    const group = { fieldset, button, badge: button.firstElementChild };
    group.tags = [...fieldset.querySelectorAll("label")].map((label) => {
      const [box, name, number] = label.children;
      return { group, box, number, label: name.textContent, text: folded(name.textContent), isChosen: false, count: 0 };
    });
    button.addEventListener("click", () => unfold(button, button.ariaExpanded === "false"));
    return group;
  }

  function asCase(row, place) {
    const [minutes, lessons, ...places] = row.dataset.casebookCase.split(" ").map(Number);
    const own = places.map((at) => tags[at]);
    const text = folded(`${row.querySelector("a").textContent} ${row.querySelector("[data-who]").textContent}`);
    return { row, place, minutes, lessons, tags: own, text: text + own.map((tag) => tag.text).join("") };
  }

  /** Words as they are compared: without accents and capitals, a space before each. */
  function folded(text) {
    const plain = text.toLowerCase().normalize("NFD").replace(/\p{M}+/gu, "");
    const letters = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" }; // these have no accent to leave out
    const spelt = plain.replace(/[ßæœøłđı]/g, (letter) => letters[letter]);
    return ` ${spelt.replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
  }

  /* What is shown. */

  function apply(rows) {
    for (const tag of tags) {
      tag.isChosen = tag.box.checked;
      tag.count = 0;
    }
    const alone = narrow(groups.filter(isChosen), folded(words.value).split(" ").filter(Boolean));
    const shown = fitting.length;
    fill(rows);
    for (const group of groups) group.badge.textContent = chosenIn(group.tags);
    opener.lastElementChild.textContent = chosenIn(tags);
    for (const { box, number, count } of tags) {
      if (number.textContent !== String(count)) number.textContent = count;
      box.parentNode.classList.toggle("casebook-filter__none", !count);
    }
    const now = sentence(shown);
    if (said.textContent !== now) said.textContent = now; // said anew, it would be read out again
    shower.textContent = shown ? `Show ${now}` : "None has all of this";
    drawChips();
    none.hidden = shown > 0;
    if (!shown) drawOffers(alone);
  }

  /**
   * Finds the cases that have a chosen tag of each of these groups, and all words. Counts for each tag how many cases
   * there would be with it in place of what is chosen in its group, and for each choice how many it alone keeps out.
   */
  function narrow(wanted, asked) {
    const alone = new Map();
    const starts = asked.map((word) => ` ${word}`);
    fitting = [];
    for (const one of inOrder()) {
      const only = missing(one, wanted, starts);
      if (only === SEVERAL) continue;
      for (const tag of one.tags) if (!only || tag.group === only) tag.count += 1;
      if (only) alone.set(only, (alone.get(only) ?? 0) + 1);
      else fitting.push(one);
    }
    return alone;
  }

  /** The choice that a case does not meet: a group, or the words; nothing if it meets all. */
  function missing(one, wanted, starts) {
    let only;
    for (const start of starts) if (!one.text.includes(start)) only = words;
    for (const group of wanted) {
      if (hasChosen(one, group)) continue;
      if (only) return SEVERAL;
      only = group;
    }
    return only;
  }

  function hasChosen(one, group) {
    for (const tag of one.tags) if (tag.isChosen && tag.group === group) return true;
    return false;
  }

  function inOrder() {
    if (order.value !== sorted.by) sorted = { by: order.value, cases: cases.toSorted(ORDERS[order.value]) };
    return sorted.cases;
  }

  /** Puts the first of the cases that fit into the page; the others wait outside of it. */
  function fill(count = limit) {
    const rows = fitting.slice(0, count).map((one) => one.row);
    const there = [...list.children];
    if (there.every((row, at) => row === rows[at])) list.append(...rows.slice(there.length));
    else list.replaceChildren(...rows);
    more.hidden = fitting.length <= limit;
    more.textContent = `Show ${Math.min(AT_ONCE, fitting.length - limit)} more`;
  }

  function showMore() {
    const before = limit;
    limit += AT_ONCE;
    history.replaceState({ limit }, ""); // whoever comes back finds the place again
    fill();
    list.children[before].querySelector("a").focus();
  }

  function sentence(shown) {
    const all = `${cases.length} case ${cases.length === 1 ? "study" : "studies"}`;
    if (!isNarrowed()) return all;
    return shown ? `${shown} of ${all}` : `None of ${all} has all that you chose`;
  }

  function isChosen(group) {
    return group.tags.some((tag) => tag.isChosen);
  }

  function isNarrowed() {
    return typed() !== "" || groups.some(isChosen);
  }

  function chosenIn(some) {
    const { length } = some.filter((tag) => tag.isChosen);
    return length ? `${length} chosen` : "";
  }

  function typed() {
    return words.value.trim();
  }

  /* What is chosen, to take away again. */

  function drawChips() {
    const choices = tags
      .filter((tag) => tag.isChosen)
      .map((tag) => ({ label: tag.label, leave: () => unchoose([tag]) }));
    if (typed()) choices.unshift({ label: `“${typed()}”`, leave: () => unchoose(words) });
    const items = choices.map(({ label, leave }, at) => chip(label, `Remove ${label}`, () => {
      leave();
      change();
      const left = chips.querySelectorAll("button");
      (left[Math.min(at, left.length - 2)] ?? said).focus(); // the last one clears all
    }));
    const clear = chip("Clear all", "", () => {
      for (const what of [words, ...groups]) unchoose(what.tags ?? what);
      change();
      said.focus();
    });
    chips.replaceChildren(...(choices.length ? [...items, clear] : []));
    chips.hidden = !choices.length;
  }

  function chip(text, name, onClick) {
    const item = document.createElement("li");
    const made = button(text, onClick);
    if (name) made.ariaLabel = name;
    made.classList.toggle("casebook-chips__chip", name !== "");
    item.append(made);
    return item;
  }

  function button(text, onClick) {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.addEventListener("click", onClick);
    return made;
  }

  function unchoose(what) {
    if (what === words) words.value = "";
    else for (const { box } of what) box.checked = false;
  }

  /** What to leave out so that there are cases again: what brings most of them back comes first. */
  function drawOffers(alone) {
    const found = [...alone].sort(([, a], [, b]) => b - a).map(([what, count]) => {
      const chosen = what.tags?.filter((tag) => tag.isChosen).map((tag) => tag.label).join(", ") ?? `“${typed()}”`;
      return button(`Leave out ${chosen}: ${count} case ${count === 1 ? "study" : "studies"}`, () => {
        unchoose(what.tags ?? what);
        change();
        said.focus();
      });
    });
    offers.replaceChildren(...found);
    offers.hidden = !found.length;
    elsewhere.hidden = !typed();
  }

  /* The address. Parameters that are not ours stay. */

  function address() {
    const url = new URL(location.href);
    for (const name of [words.name, order.name, ...tags.map((tag) => tag.box.name)]) url.searchParams.delete(name);
    for (const { box } of tags) if (box.checked) url.searchParams.append(box.name, box.value);
    if (typed()) url.searchParams.set(words.name, typed());
    if (order.value !== "newest") url.searchParams.set(order.name, order.value);
    return url;
  }

  function restore() {
    const asked = new URL(location.href).searchParams;
    for (const { box } of tags) box.checked = asked.getAll(box.name).includes(box.value);
    words.value = asked.get(words.name) ?? "";
    order.value = asked.get(order.name) ?? "newest";
    if (order.selectedIndex < 0) order.value = "newest";
    limit = history.state?.limit ?? AT_ONCE;
    isTyping = false;
    apply();
    for (const group of groups.filter(isChosen)) unfold(group.button, true);
  }

  /** One step to go back over; all that is typed in one go is one step. */
  function change(isTyped = false) {
    limit = AT_ONCE;
    apply(ON_SCREEN);
    setTimeout(() => fill(), PAUSE);
    if (isTyped && isTyping) history.replaceState(null, "", address());
    else history.pushState(null, "", address());
    isTyping = isTyped;
  }

  function unfold(button, isOpen) {
    button.ariaExpanded = String(isOpen);
  }

  form.addEventListener("change", (event) => {
    if (event.target === words) isTyping = false;
    else change();
  });
  words.addEventListener("input", () => change(true));
  more.addEventListener("click", showMore);
  opener.addEventListener("click", () => unfold(opener, opener.ariaExpanded === "false"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    unfold(opener, false);
    said.focus({ preventScroll: true });
    said.scrollIntoView();
  });
  addEventListener("popstate", restore);
  addEventListener("pageshow", restore); // browsers bring back boxes of their own accord

  if (matchMedia("(min-width: 60em)").matches) for (const group of groups) unfold(group.button, true);
  restore();
  form.hidden = false;
}
