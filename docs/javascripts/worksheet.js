/*
 * A worksheet: keeps what is typed in this browser and nowhere else, prints it, saves it as Markdown, deletes it; saves a
 * date for a calendar; does the sum of comparative advantage. Nothing is stored before something is typed.
 */

const sheet = document.querySelector("[data-casebook-worksheet]");
if (sheet) fillIn(sheet);

function fillIn(sheet) {
  const inputs = [...sheet.querySelectorAll("[data-field]")];
  const storage = `casebook worksheet ${location.pathname}`; // other sites may share the host, each below a path
  const status = sheet.querySelector(":scope > [role=status]");
  const act = (name) => sheet.querySelector(`[data-act=${name}]`);

  function typed() {
    return Object.fromEntries(inputs.filter((input) => input.value).map((input) => [input.dataset.field, input.value]));
  }

  /** What depends on the answers: their copies for paper, the sums, and which buttons there is something to do for. */
  function show() {
    for (const input of inputs) input.parentElement.querySelector(".casebook-field__paper").textContent = onPaper(input);
    for (const field of sheet.querySelectorAll("[data-kind=trade]")) showSum(field);
    for (const field of sheet.querySelectorAll("[data-kind=date]")) {
      field.querySelector("button").disabled = !field.querySelector("input").value;
    }
    act("delete").disabled = !inputs.some((input) => input.value);
  }

  function keep() {
    const answers = typed();
    try {
      if (Object.keys(answers).length) localStorage.setItem(storage, JSON.stringify(answers));
      else localStorage.removeItem(storage);
      status.textContent = "";
    } catch {
      status.textContent = "This browser won't keep what you type. Print it or save it before you leave the page.";
    }
    show();
  }

  function restore() {
    const answers = kept(storage);
    for (const input of inputs) input.value = answers[input.dataset.field] ?? "";
    show();
  }

  function forget() {
    for (const input of inputs) input.value = "";
    keep();
    status.textContent = "Deleted.";
    inputs[0].focus();
  }

  const asking = sheet.querySelector("dialog");
  act("print").addEventListener("click", () => print());
  act("export").addEventListener("click", () => {
    download(`${sheet.dataset.casebookWorksheet}.md`, "text/markdown", markdown(sheet));
  });
  act("delete").addEventListener("click", () => {
    asking.returnValue = "";
    asking.showModal();
  });
  asking.addEventListener("close", () => asking.returnValue === "delete" && forget());
  for (const field of sheet.querySelectorAll("[data-kind=date]")) {
    const button = field.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      const day = field.querySelector("input").value;
      download(`${sheet.dataset.casebookWorksheet}-${day}.ics`, "text/calendar", calendar(sheet.dataset.title, day));
    });
  }
  sheet.addEventListener("input", keep);
  addEventListener("storage", (event) => event.key === storage && restore()); // the same sheet in another tab
  addEventListener("pageshow", restore); // browsers bring back fields of their own accord
  restore();
  sheet.querySelector(".casebook-worksheet__acts").hidden = false;
  sheet.dataset.ready = "";
}

function kept(storage) {
  try {
    return Object(JSON.parse(localStorage.getItem(storage)));
  } catch {
    return {};
  }
}

function onPaper({ type, value }) {
  return type === "date" ? spoken(value) : value;
}

function spoken(day) {
  const written = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return day && new Date(day).toLocaleDateString("en-GB", written);
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The page's address, without what follows it. */
function here() {
  return location.origin + location.pathname;
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function markdown(sheet) {
  const fields = [...sheet.querySelectorAll(".casebook-field")].map((field) => {
    const table = field.querySelector("table");
    const title = field.querySelector("label") ?? table.caption.firstChild;
    return [`## ${title.textContent}`, table ? tableInMarkdown(field) : answer(field)];
  });
  return `${[`# ${sheet.dataset.title}`, `From <${here()}>, ${spoken(today())}.`, ...fields.flat()].join("\n\n")}\n`;
}

function answer(field) {
  return onPaper(field.querySelector("[data-field]")).trim() || "(empty)";
}

function tableInMarkdown(field) {
  const cell = (input) => (input ? input.value.trim().replace(/[\\|]/g, "\\$&") : "In an hour");
  const rows = [...field.querySelectorAll("tr")].map((row) => {
    return `| ${[...row.cells].map((each) => cell(each.querySelector("input"))).join(" | ")} |`;
  });
  return [[rows[0], "|---|---|---|", ...rows.slice(1)].join("\n"), field.querySelector("[role=status]").textContent].join("\n\n");
}

/** An all-day event (RFC 5545). It holds none of the answers: calendars are often shared. */
function calendar(title, day) {
  const compact = (date) => date.toISOString().slice(0, 10).replaceAll("-", "");
  const next = new Date(day);
  next.setUTCDate(next.getUTCDate() + 1);
  const unique = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//AI Safety Career Casebook//Worksheets//EN",
    "BEGIN:VEVENT",
    `UID:${unique.join("")}@${location.hostname}`,
    `DTSTAMP:${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}`,
    `DTSTART;VALUE=DATE:${compact(new Date(day))}`,
    `DTEND;VALUE=DATE:${compact(next)}`,
    `SUMMARY:${escaped(`Worksheet: ${title}`)}`,
    `DESCRIPTION:${escaped(`The day you chose on the worksheet: ${here()}`)}`,
    "TRANSP:TRANSPARENT",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function escaped(text) {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
}

/** A line is at most 75 bytes long; what follows goes on in the next one, behind a space. */
function folded(line) {
  let bytes = 0;
  let found = "";
  for (const letter of line) {
    const length = new TextEncoder().encode(letter).length;
    if (bytes + length > 75) {
      found += "\r\n ";
      bytes = 1;
    }
    found += letter;
    bytes += length;
  }
  return found;
}

/** Four numbers, or the example's while nothing is written. */
function showSum(field) {
  const inputs = [...field.querySelectorAll("[data-part]")];
  const part = Object.fromEntries(inputs.map((input) => [input.dataset.part, input]));
  const name = (key) => part[key].value.trim() || part[key].placeholder;
  const amounts = ["one-one", "one-other", "other-one", "other-other"].map((key) => part[key]);
  const isExample = amounts.every((input) => !input.value && !input.validity.badInput);
  const [oneOne, oneOther, otherOne, otherOther] = amounts.map((input) => Number(isExample ? input.placeholder : input.value));
  const sum = field.querySelector("[role=status]");
  const said = [oneOne, oneOther, otherOne, otherOther].every((amount) => amount > 0)
    ? saidOf(
        { name: name("one-person"), one: oneOne, other: oneOther },
        { name: name("other-person"), one: otherOne, other: otherOther },
        { one: name("one-task"), other: name("other-task") },
      )
    : "Write four numbers above zero to see the sum.";
  sum.hidden = false;
  sum.toggleAttribute("data-example", isExample);
  sum.textContent = isExample ? `With the numbers of the example:\n${said}` : said;
}

/** Who should do what, and what the pair gains: the steps that the page describes. */
function saidOf(first, second, task) {
  const difference = first.one * second.other - second.one * first.other;
  if (Math.abs(difference) < 1e-9 * first.one * second.other) {
    return "The distance is the same at both tasks, so the sum doesn't say who should do what.";
  }
  const [best, rest] = difference > 0 ? [first, second] : [second, first];
  const hours = best.other / rest.other;
  const lost = hours * rest.one;
  return [
    `${capital(task.one)}: ${best.name}. ${capital(task.other)}: ${rest.name}.`,
    `1. If ${best.name} spent an hour on ${task.other}: ${rounded(best.other)} done, and ${rounded(best.one)} of ${task.one} left undone.`,
    `2. The same done by ${rest.name}: ${rounded(best.other)} ÷ ${rounded(rest.other)} = ${rounded(hours)} hours.`,
    `3. Left undone in that time: ${rounded(hours)} × ${rounded(rest.one)} = ${rounded(lost)} of ${task.one}.`,
    `4. The pair gains ${rounded(best.one)} − ${rounded(lost)} = ${rounded(best.one - lost)} of ${task.one} for each such hour.`,
  ].join("\n");
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rounded(amount) {
  return String(Number(amount.toPrecision(3)));
}
