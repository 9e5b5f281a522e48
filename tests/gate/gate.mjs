// Open pages in a browser and say what is wrong with each, as JSON lines.
//
// Standard input: {"chromium": PATH, "pages": [{"name", "path"}], "widths": [...], "schemes": [...], "scripts": [...]}.
// Each line that is written: {"name", "width", "scheme", "script", "media", "violations", "overflow", "foreign", "shift"}.
// A violation is {"rule", "target", "html", "help"}; `overflow` how many pixels the page is wider than the window, and by which
// element; `foreign` the addresses of other hosts that were asked for; `shift` the cumulative layout shift.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const PAPER = 718; // pixels of a sheet of A4 between margins of 1 cm

const task = JSON.parse(readFileSync(0, "utf-8"));
const browser = await puppeteer.launch({
  executablePath: task.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--disable-background-networking"],
});

function watchShift() {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

function wideElements() {
  const limit = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - limit;
  if (over <= 1) return { pixels: 0, element: "" };
  const scrolls = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX) && box !== document.body) return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter(
    (each) => each.getBoundingClientRect().right > limit + 1 && !scrolls(each));
  return { pixels: over, element: wide.length ? wide.at(-1).outerHTML.slice(0, 160) : "" };
}

function cutOnPaper() {
  const cut = [...document.body.querySelectorAll("*")].filter((each) => {
    const style = getComputedStyle(each);
    return style.overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1;
  });
  return { pixels: cut.length, element: cut.length ? cut[0].outerHTML.slice(0, 160) : "" };
}

async function open(page, path, script) {
  const foreign = [];
  await page.setJavaScriptEnabled(script);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) {
      foreign.push(request.url());
      request.abort();
    } else request.continue();
  });
  if (script) await page.evaluateOnNewDocument(watchShift);
  await page.goto(pathToFileURL(path), { waitUntil: "load", timeout: 120000 });
  return foreign;
}

async function picture(page, name, mode) {
  if (!task.pictures || !mode || mode.endsWith("640")) return;
  const path = `${task.pictures}/${name.replaceAll("/", "-")}-${mode}.png`;
  await page.screenshot({ path, clip: { x: 0, y: 0, width: page.viewport().width, height: 2400 }, captureBeyondViewport: true });
}

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const said = await axe.run(document, { resultTypes: ["violations"] });
    for (const { id, nodes } of said.violations)  // what is in a link has the colour that the theme gives links
      for (const node of id === "color-contrast" ? nodes : [])
        node.html = document.querySelector(node.target.flat().join(" "))?.closest("a")?.outerHTML ?? node.html;
    return said;
  });
  return found.violations.flatMap((each) => each.nodes.map((node) => ({
    rule: each.id, target: node.target.flat().join(" "), html: node.html.slice(0, 200), help: each.help,
  })));
}

for (const { name, path } of task.pages)
  for (const script of task.scripts)
    for (const scheme of task.schemes) {
      const page = await browser.newPage();
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.setViewport({ width: task.widths[0], height: 900 });
      const foreign = await open(page, path, script);
      for (const width of task.widths) {
        await page.setViewport({ width, height: 900 });
        const said = { name, width, scheme, script, media: "screen", foreign, overflow: await page.evaluate(wideElements) };
        said.violations = script && width !== 640 ? await violations(page) : [];
        said.shift = script ? await page.evaluate(() => window.shifted) : 0;
        console.log(JSON.stringify(said));
        await picture(page, name, script ? `${scheme}-${width}` : "");
      }
      await page.emulateMediaType("print");
      await page.setViewport({ width: PAPER, height: 1000 });
      const overflow = await page.evaluate(cutOnPaper);
      console.log(JSON.stringify({ name, width: PAPER, scheme, script, media: "print", foreign, overflow, violations: [], shift: 0 }));
      await picture(page, name, script && scheme === "light" ? "print" : "");
      await page.close();
    }
await browser.close();
