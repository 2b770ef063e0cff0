/*
 * Links and citations to copy. The sign beside each heading opens one menu: the address, a link in Markdown and in HTML, a
 * citation, BibTeX. The texts come from the page's own "Cite this page"; of a part, its title and address are put in.
 * Texts that stand on the page to be copied whole get a button. Without this script, the sign is the link to its part.
 */

const article = document.getElementById("content");
const cited = document.querySelector(".casebook-cite");
const said = Object.assign(document.createElement("div"), { className: "casebook-said" });
said.setAttribute("role", "status");

/** A button that copies a text of the page whole: after it, or beside the fold that it stands in. */
function offerCopy(text) {
  const what = text.dataset.copied;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "casebook-copy" });
  button.textContent = `Copy the ${what}`;
  button.addEventListener("click", () => copy(text.textContent, `the ${what}`, button));
  (text.closest(".casebook-after") ?? text).after(button);
}

function offerMenu() {
  const own = article.querySelector("h1 > .headerlink");
  const menu = document.createElement("div");
  menu.className = "casebook-menu";
  menu.setAttribute("role", "menu");
  menu.hidden = true;
  const items = Object.keys(MAKE).map((name) => {
    const item = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, textContent: name });
    item.setAttribute("role", "menuitem");
    item.addEventListener("click", () => {
      const sign = opener;
      close();
      copy(MAKE[name](target(sign)), SAID[name], sign);
    });
    return item;
  });
  menu.append(...items);
  article.append(menu);

  let opener = null;

  function open(sign) {
    close();
    opener = sign;
    sign.setAttribute("aria-expanded", "true");
    menu.setAttribute("aria-label", `Copy, of “${target(sign).name}”`);
    menu.hidden = false;
    place(menu, sign);
    items[0].focus();
  }

  function close(returning = true) {
    if (!opener) return;
    menu.hidden = true;
    opener.setAttribute("aria-expanded", "false");
    if (returning) opener.focus();
    opener = null;
  }

  for (const sign of article.querySelectorAll(".headerlink")) {
    sign.setAttribute("role", "button");
    sign.setAttribute("aria-haspopup", "menu");
    sign.setAttribute("aria-expanded", "false");
    sign.setAttribute("aria-label", sign === own ? "Link to this page, and cite it" : "Link to this part, and cite it");
  }

  article.addEventListener("click", (event) => {
    const sign = event.target.closest(".headerlink");
    if (!sign || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (sign === opener) close();
    else open(sign);
  });
  article.addEventListener("keydown", (event) => {
    if (event.target.matches(".headerlink") && [" ", "ArrowDown"].includes(event.key)) {
      event.preventDefault();
      open(event.target);
    }
  });
  menu.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length).focus();
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Tab") {
      close(); // and the key moves on from the sign, as if there had been no menu
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      after.find((item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  });
  addEventListener("pointerdown", (event) => {
    if (opener && !menu.contains(event.target) && !opener.contains(event.target)) close(false);
  });
  addEventListener("resize", () => close(false));
}

/** Below the sign, within the article's width; above it where the window ends. */
function place(menu, sign) {
  const { left, top, width } = article.getBoundingClientRect();
  const at = sign.getBoundingClientRect();
  const isLow = at.bottom + menu.offsetHeight > innerHeight && at.top > menu.offsetHeight;
  menu.style.left = `${Math.max(0, Math.min(at.left - left, width - menu.offsetWidth))}px`;
  menu.style.top = `${(isLow ? at.top - menu.offsetHeight : at.bottom) - top}px`;
}

/** What a sign stands for: its name alone, the name with the page's, and the address. */
function target(sign) {
  const page = cited.querySelector("p cite").textContent;
  const address = cited.querySelector("p span").textContent;
  const part = sign.getAttribute("href").startsWith("#") ? sign.getAttribute("href") : "";
  const heading = sign.parentElement.cloneNode(true);
  for (const link of heading.querySelectorAll(".headerlink")) link.remove();
  const name = part ? heading.textContent.replace(/\s+/g, " ").trim() : page;
  return { name, title: part ? `${name} – ${page}` : page, address: address + part, part };
}

const MAKE = {
  Link: ({ address }) => address,
  "Link in Markdown": ({ title, address }) => `[${title.replace(/[\\`*_[\]<>&~|]/g, "\\$&")}](${address.replace(/[()]/g, encodeURIComponent)})`,
  "Link in HTML": ({ title, address }) => `<a href="${inHtml(address)}">${inHtml(title)}</a>`,
  Citation: (what) => filledIn(cited.querySelector("p"), what, (text) => text),
  BibTeX: (what) => filledIn(cited.querySelector("pre"), what, inBibtex),
};

const SAID = {
  Link: "the link",
  "Link in Markdown": "the link in Markdown",
  "Link in HTML": "the link in HTML",
  Citation: "the citation",
  BibTeX: "the BibTeX entry",
};

/** The page's own text with the title, the address and the key of a part in it. */
function filledIn(text, { title, address, part }, escaped) {
  const copied = text.cloneNode(true);
  if (part) {
    copied.querySelector("cite").textContent = escaped(title);
    copied.querySelector("span").textContent = address;
    const key = copied.querySelector("i");
    if (key) key.textContent += `-${part.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;
  }
  return copied.textContent;
}

function inHtml(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** The signs that mean something to BibTeX; showing/citing.py writes the page's own title in the same way. */
function inBibtex(text) {
  const named = { "\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum" };
  return text.replace(/[\\{}%&_#$~^]/g, (sign) => (named[sign] ? `\\text${named[sign]}{}` : `\\${sign}`));
}

/** Copies at once and says so; where the browser won't, shows the text to be copied by hand. */
async function copy(text, what, sign) {
  say("");
  if (await isCopied(text)) {
    sign.focus();
    say(`Copied ${what}.`);
    return;
  }
  const box = Object.assign(document.createElement("textarea"), { readOnly: true, value: text, rows: 4 });
  box.setAttribute("aria-label", `Text of ${what}`);
  say(`This browser would not copy ${what}. Here it is:`, box);
  box.select();
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    say("");
    sign.focus();
  });
}

async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // There is no clipboard on a page without https, or it is not allowed: the older way may be.
  }
  const box = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  box.style.cssText = "position: fixed; opacity: 0";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

let silence = 0;

function say(text, ...more) {
  clearTimeout(silence);
  said.replaceChildren(text, ...more);
  if (text && !more.length) silence = setTimeout(() => said.replaceChildren(), 6000);
}

if (article) {
  article.append(said);
  if (cited) offerMenu();
  for (const text of article.querySelectorAll("[data-copied]")) offerCopy(text);
}
