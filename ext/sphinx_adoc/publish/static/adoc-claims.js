// A link into a closed group of claims opens it; some browsers do so by themselves.
(() => {
  const show = () => {
    let name;
    try { name = decodeURIComponent(location.hash.slice(1)); } catch { return; }
    const target = name && document.getElementById(name);
    let opened = false;
    for (let box = target; box; box = box.parentElement)
      if (box.matches("details.claim-group") && !box.open) opened = box.open = true;
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", show);
  show();
})();
