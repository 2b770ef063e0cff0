// Only in `serve`: what is wrong with the case studies, over the last good site, or over what is left without the files
// that have errors.

const address = new URL("../casebook-problems.json", import.meta.url);
const found = await problems();
if (found) {
  show(JSON.parse(found));
  if (!("livereload" in window)) await reloadOnceChanged(); // the server reloads all pages but the one for a missing page
}

/** What is wrong, as JSON; empty when nothing is. */
async function problems() {
  const response = await fetch(address, { cache: "no-store" });
  return response.ok ? response.text() : "";
}

/** Reloads the page as soon as something else is wrong, or nothing: it may be there then. */
async function reloadOnceChanged() {
  do await new Promise((resolve) => setTimeout(resolve, 1000));
  while ((await problems().catch(() => found)) === found);
  location.reload();
}

/** Shows the problems, each with its file and line, in a box that can be closed. */
function show({ last_good, problems }) {
  const box = document.createElement("section");
  box.className = "casebook-problems md-typeset";
  box.setAttribute("role", "alert");
  box.tabIndex = 0; // so that the keyboard can scroll it
  const title = document.createElement("h2");
  const what = last_good ? "the last good site" : "the site without the files that have errors, and without what needs them";
  title.textContent = `To mend: ${problems.length}. This is ${what}.`;
  const list = document.createElement("ul");
  list.append(...problems.map(entry));
  const close = document.createElement("button");
  close.type = "button";
  close.className = "md-button";
  close.textContent = "Hide";
  close.addEventListener("click", () => box.remove());
  box.append(title, list, close);
  document.body.append(box);
}

/** One problem as a list item. */
function entry(problem) {
  const item = document.createElement("li");
  const place = document.createElement("code");
  place.textContent = `${problem.path}:${problem.line}`;
  const code = document.createElement("a");
  code.href = new URL(`../contribute/problems/#${problem.code}`, import.meta.url);
  code.textContent = problem.code;
  item.append(place, " ", code, `: ${problem.message}${problem.hint ? ` (${problem.hint})` : ""}`);
  return item;
}
