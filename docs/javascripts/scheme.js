// The colour scheme: the device's, until a reader chooses the other one. Only such a choice is stored, and going back to
// the device's scheme deletes it. It runs while the header is read, before anything is painted; so it is no module.

{
  const root = new URL("..", document.currentScript.src).pathname; // other sites may share the host, each below a path
  const storage = `casebook scheme ${root}`;
  const buttons = [...document.querySelectorAll("[data-casebook-scheme]")];
  const theme = document.head.appendChild(Object.assign(document.createElement("meta"), { name: "theme-color" }));
  const device = matchMedia("(prefers-color-scheme: dark)");

  const ofDevice = () => (device.matches ? "dark" : "light");

  const chosen = () => {
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
    theme.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor;
    for (const button of buttons) button.hidden = button.dataset.casebookScheme === scheme;
  };

  const showChosen = () => show(chosen() === "dark" || chosen() === "light" ? chosen() : ofDevice());

  for (const button of buttons) {
    button.addEventListener("click", () => {
      const scheme = button.dataset.casebookScheme;
      keep(scheme);
      show(scheme);
      buttons.find((other) => !other.hidden).focus();
    });
  }
  device.addEventListener("change", showChosen);
  addEventListener("storage", (event) => event.key === storage && showChosen()); // chosen in another tab
  showChosen();
}
