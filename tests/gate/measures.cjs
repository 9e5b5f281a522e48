// What is measured inside a page; each function is sent to the browser by itself.

// How far the page, or a box of its text that is not made to scroll, is wider than its window, and the element it is by.
function overflow() {
  const MADE_TO_SCROLL = "pre, .highlight, .adoc-table, .table-wrap, .table-wrapper, .pst-scrollable-table-container,"
    + " .wy-table-responsive, .math, .math-wrapper, iframe, video, input, textarea, select";
  const content = document.querySelector("[role=main]") ?? document.querySelector("main") ?? document.body;
  const limit = document.documentElement.clientWidth;
  const scrolls = (box) => getComputedStyle(box).overflowX !== "visible";
  const inScroller = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  const over = document.documentElement.scrollWidth - limit;
  if (over > 1) {
    const wide = [...document.body.querySelectorAll("*")].filter((each) => {
      const { left, right } = each.getBoundingClientRect();
      return (right > limit + 1 || left < -1) && !inScroller(each);
    });
    return { pixels: over, element: wide.length ? wide.at(-1).outerHTML.slice(0, 160) : "" };
  }
  const boxes = [...content.querySelectorAll("*")];
  for (let box = content; box && box !== document.documentElement; box = box.parentElement) boxes.push(box);
  for (const box of boxes)
    if (scrolls(box) && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1 && !box.closest(MADE_TO_SCROLL)
      && getComputedStyle(box).textOverflow !== "ellipsis")
      return { pixels: box.scrollWidth - box.clientWidth, element: box.outerHTML.slice(0, 160) };
  return { pixels: 0, element: "" };
}

// How much is cut on paper: boxes on the sheet whose text is wider than they are, and what is wider than the sheet.
function cutOnPaper() {
  const limit = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - limit;
  const cut = [...document.body.querySelectorAll("*")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return getComputedStyle(each).overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1
      && each.clientWidth > 1 && right > 0 && left < limit;
  });
  const wide = over > 1 ? [...document.body.querySelectorAll("*")].filter(
    (each) => each.getBoundingClientRect().right > limit + 1) : [];
  const element = [...cut, ...wide].at(-1);
  return { pixels: cut.length + (over > 1), element: element ? element.outerHTML.slice(0, 160) : "" };
}

// Keys and marks that look like the text around them.
function unseen() {
  const clear = ["rgba(0, 0, 0, 0)", "transparent"];
  const plain = [...document.querySelectorAll("kbd")].filter((each) => getComputedStyle(each).borderTopWidth === "0px");
  plain.push(...[...document.querySelectorAll("mark")].filter((each) => clear.includes(getComputedStyle(each).backgroundColor)));
  plain.push(...[...document.querySelectorAll("math")].filter((each) => each.getBoundingClientRect().width < 1));
  return plain.map((each) => ({
    rule: "unseen", target: "", html: each.outerHTML.slice(0, 200), help: "Keys, marks and formulas must be seen",
  }));
}

// Note what of the text the keyboard has to reach, in order, and how it looks.
function noteFocusable() {
  const still = document.createElement("style");
  still.textContent = "* { scroll-behavior: auto !important; transition: none !important; }";
  document.head.append(still);
  const content = document.querySelector("[role=main]") ?? document.querySelector("main") ?? document.body;
  const names = "a[href], button, input, select, textarea, summary, iframe, video[controls], audio[controls], [tabindex]";
  window.expected = [...content.querySelectorAll(names)].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  window.looks = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.backgroundColor, style.borderColor, style.textDecoration, style.color].join();
  };
  window.before = window.expected.map(window.looks);
  return window.expected.length;
}

// Which of what was noted has the focus (-1: something else, -2: nothing), and whether that is seen.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return { at: -2 };
  const at = window.expected.indexOf(element);
  if (at < 0) return { at: -1 };
  const box = element.getBoundingClientRect();
  const inWindow = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  const framed = ["IFRAME", "VIDEO", "AUDIO"].includes(element.tagName);
  return { at, seen: inWindow && (framed || window.looks(element) !== window.before[at]) };
}

function described(at) {
  return window.expected[at].outerHTML.slice(0, 160);
}

// Add up how far things jump while the page is loaded.
function watchShift() {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

module.exports = { overflow, cutOnPaper, unseen, noteFocusable, focused, described, watchShift };
