/**
 * Words of the glossary: Esc puts a meaning away, and a finger sees the meaning first, for it can't rest on a word.
 * Without this, resting on a word shows its meaning all the same, and its link leads to the glossary.
 */

const TERM = "a[aria-description]";

/** The word that was tapped last. */
let tapped;

/** The word that an event is about, if any. */
function term(event) {
  return event.target instanceof Element ? event.target.closest(TERM) : null;
}

function close() {
  delete tapped?.dataset.open;
  tapped = undefined;
}

addEventListener("click", (event) => {
  const word = term(event);
  if (word === tapped) return; // the second tap follows the link
  close();
  if (word && event.pointerType === "touch") {
    event.preventDefault();
    delete word.dataset.closed;
    word.dataset.open = "";
    tapped = word;
  }
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  close();
  for (const word of document.querySelectorAll(`${TERM}:is(:hover, :focus)`)) word.dataset.closed = "";
});

/** What Esc put away comes back when the word is come back to. */
for (const back of ["pointerover", "focusin"]) {
  addEventListener(back, (event) => {
    const word = term(event);
    if (word && !word.contains(event.relatedTarget)) delete word.dataset.closed;
  });
}
