/*
 * The filter of the list of case studies: any of the tags within a group, all of the groups. What is chosen is kept in
 * the address (?stage=considering&stage=learning), so that it can be shared, reloaded and gone back to.
 */

const form = document.querySelector("[data-casebook-filter]");
if (form) filterCases(form, [...document.querySelectorAll("[data-casebook-case]")]);

function filterCases(form, items) {
  const groups = [...form.querySelectorAll("fieldset")].map(folded);
  const boxes = groups.flatMap((group) => group.boxes);
  const tags = items.map((item) => new Set(item.dataset.tags.split(" ")));
  const count = document.querySelector("[data-casebook-count]");
  const clear = Object.assign(document.createElement("button"), { type: "reset", textContent: "Clear the filter" });

  function apply() {
    const wanted = groups.map(chosen).filter((any) => any.length);
    let shown = 0;
    items.forEach((item, at) => {
      const fits = wanted.every((any) => any.some((tag) => tags[at].has(tag)));
      if (item.hidden === fits) item.hidden = !fits;
      shown += fits;
    });
    groups.forEach(countChosen);
    clear.disabled = !wanted.length;
    const said = sentence(shown, items.length, wanted.length > 0);
    if (count.textContent.trim() !== said) count.textContent = said;
  }

  /** Parameters of the address that are not ours stay. */
  function remember() {
    const address = new URL(location.href);
    for (const box of boxes) address.searchParams.delete(box.name);
    for (const box of boxes.filter((box) => box.checked)) address.searchParams.append(box.name, box.value);
    history.replaceState(history.state, "", address);
  }

  function restore() {
    const asked = new URL(location.href).searchParams;
    for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
    for (const group of groups) if (chosen(group).length) unfold(group, true);
    apply();
  }

  function onChange() {
    apply();
    remember();
  }

  function onReset(event) {
    event.preventDefault(); // it would bring back what the page began with
    for (const box of boxes) box.checked = false;
    groups[0]?.button.focus(); // the reset button is about to be disabled
    onChange();
  }

  form.addEventListener("change", onChange);
  form.addEventListener("reset", onReset);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", restore);
  addEventListener("pageshow", restore); // browsers bring back boxes of their own accord
  form.append(clear);
  restore();
  form.hidden = false;
}

/** A group of boxes, folded under a button in its legend: all tags of all groups would push the cases off the screen. */
function folded(fieldset) {
  const legend = fieldset.querySelector("legend");
  const button = Object.assign(document.createElement("button"), { type: "button", ariaExpanded: "false" });
  const badge = Object.assign(document.createElement("span"), { className: "casebook-filter__chosen" });
  button.append(...legend.childNodes);
  legend.append(button, badge);
  const group = { fieldset, button, badge, boxes: [...fieldset.querySelectorAll("input[type=checkbox]")] };
  button.addEventListener("click", () => unfold(group, button.ariaExpanded === "false"));
  return group;
}

function unfold({ fieldset, button }, isOpen) {
  button.ariaExpanded = String(isOpen);
  fieldset.toggleAttribute("data-open", isOpen);
}

function countChosen(group) {
  const { length } = chosen(group);
  group.badge.textContent = length ? `${length} chosen` : "";
}

/** The chosen tags of a group, as the items name them: `group/tag`. */
function chosen({ boxes }) {
  return boxes.filter((box) => box.checked).map((box) => `${box.name}/${box.value}`);
}

function sentence(shown, total, isFiltered) {
  const all = `${total} case ${total === 1 ? "study" : "studies"}`;
  if (!isFiltered) return all;
  return shown ? `${shown} of ${all}` : `None of ${all} has a tag of every group that you chose.`;
}
