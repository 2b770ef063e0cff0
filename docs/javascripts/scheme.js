// The colour scheme: the device's, until a reader chooses the other one. Only such a choice is stored, and going back to
// the device's scheme deletes it. It stands in the head, and is no module, so that nothing is painted before.

{
  const root = new URL("..", document.currentScript.src).pathname; // other sites may share the host, each below a path
  const storage = `casebook scheme ${root}`;
  const colour = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
  const device = matchMedia("(prefers-color-scheme: dark)");
  let buttons = [];

  const ofDevice = () => (device.matches ? "dark" : "light");

  const stored = () => {
    try {
      return localStorage.getItem(storage);
    } catch {
      return null; // this browser keeps nothing
    }
  };

  const keep = (scheme) => {
    try {
      if (scheme === ofDevice()) localStorage.removeItem(storage);
      else localStorage.setItem(storage, scheme);
    } catch {
      // It holds for this page.
    }
  };

  const show = (scheme) => {
    document.documentElement.style.colorScheme = scheme;
    document.body.dataset.mdColorScheme = scheme === "dark" ? "slate" : "default";
    for (const button of buttons) button.hidden = button.dataset.casebookScheme === scheme;
  };

  /** The bars of a phone's browser have the header's colour. */
  const paintAround = () => {
    colour.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor;
  };

  const showChosen = () => show(["dark", "light"].includes(stored()) ? stored() : ofDevice());

  const choose = (scheme) => {
    keep(scheme);
    show(scheme);
    paintAround();
    buttons.find((button) => !button.hidden).focus();
  };

  const follow = () => {
    showChosen();
    paintAround();
  };

  const watch = new MutationObserver(() => {
    if (!document.body) return;
    watch.disconnect();
    showChosen();
  });
  watch.observe(document.documentElement, { childList: true });

  addEventListener("DOMContentLoaded", () => {
    buttons = [...document.querySelectorAll("[data-casebook-scheme]")];
    for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.casebookScheme));
    follow();
    device.addEventListener("change", follow);
    addEventListener("storage", (event) => event.key === storage && follow()); // chosen in another tab
  });
}
