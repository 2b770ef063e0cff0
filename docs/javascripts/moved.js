// Takes a reader of an old address on to the new one, with the part of the page (the #…) that they asked for: the
// browser's own way on, a refresh, forgets it. No module: it must be quicker than that refresh, and is ten lines.

{
  const target = document.currentScript.dataset.to;
  if (target) {
    const address = new URL(target, location.href);
    address.hash ||= location.hash;
    location.replace(address);
  } else {
    // A page of which only some parts have moved.
    const follow = () => {
      const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const link = part && part.querySelector(":scope > a[data-casebook-moved]");
      if (link) location.replace(link.href);
    };
    addEventListener("hashchange", follow);
    follow();
  }
}
