/*
 * Opens the search dialog. What finds and shows is asked for only then, and so is the index.
 */

const PARTS = "./search_dialog.js";
const ENGINE = new URL("../pagefind/pagefind.js", import.meta.url);

const dialog = document.querySelector("[data-casebook-search]");
const openers = document.querySelectorAll("[data-casebook-search-open]");
const form = dialog.querySelector("form");

/** The dialog's own script, once it was asked for. */
let parts;

function open() {
  if (dialog.open) return;
  dialog.showModal();
  form.querySelector("input").select();
  import(ENGINE).catch(() => null); // beside the dialog's script instead of after it, which asks for it again
  parts = import(PARTS);
  parts.then(({ opened }) => opened());
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

/** Enter may be pressed before the script is there. */
async function onSubmit(event) {
  event.preventDefault();
  (await parts)?.openFirst();
}

for (const opener of openers) {
  opener.hidden = false;
  opener.addEventListener("click", open);
}
document.addEventListener("keydown", onPageKey);
form.addEventListener("submit", onSubmit);
