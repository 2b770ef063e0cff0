// Only in `serve`: what is wrong with the case studies, over the last good site.

const response = await fetch(new URL("../casebook-problems.json", import.meta.url), { cache: "no-store" });
if (response.ok) show(await response.json());

/** Shows the problems, each with its file and line, in a box that can be closed. */
function show(problems) {
  const box = document.createElement("section");
  box.className = "casebook-problems md-typeset";
  box.setAttribute("role", "alert");
  box.tabIndex = 0; // so that the keyboard can scroll it
  const title = document.createElement("h2");
  title.textContent = `To mend: ${problems.length}. This is the last good site.`;
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
