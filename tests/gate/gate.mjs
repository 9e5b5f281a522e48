// Open pages in a browser and say what is wrong with each, as JSON lines.
//
// Standard input: {"chromium": PATH, "pages": [{"name", "path"}], "widths": [...], "schemes": [...], "scripts": [...]}.
// Each line that is written: {"name", "width", "scheme", "script", "media", "violations", "overflow", "foreign", "shift",
// "focus"}. A violation is {"rule", "target", "html", "help"}; `overflow` how many pixels the page is wider than the window, and
// by which element; `foreign` the addresses of other hosts that were asked for; `shift` the cumulative layout shift; `focus` what
// of the text the keyboard does not reach, or not in its order, or without a sign of it: [{"html", "help"}].

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const measures = require("./measures.cjs");
const PAPER = 718; // pixels of a sheet of A4 between margins of 1 cm
const KEYS = 400; // how often the key Tab is pressed at most
const SETTLED = 500; // milliseconds in which what is late moves

const task = JSON.parse(readFileSync(0, "utf-8"));
const browser = await puppeteer.launch({
  executablePath: task.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--disable-background-networking"],
});

async function opened(path, { width, scheme, script }) {
  const page = await browser.newPage();
  const foreign = [];
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width, height: 900 });
  await page.setJavaScriptEnabled(script);
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (/^https?:/.test(request.url())) {
      foreign.push(request.url());
      request.abort();
    } else request.continue();
  });
  if (script) await page.evaluateOnNewDocument(measures.watchShift);
  await page.goto(pathToFileURL(path), { waitUntil: "load", timeout: 120000 });
  return { page, foreign };
}

async function shiftAt(path, width) {
  const { page } = await opened(path, { width, scheme: "light", script: true });
  await new Promise((done) => setTimeout(done, SETTLED));
  const shift = await page.evaluate(() => window.shifted);
  await page.close();
  return shift;
}

async function focusTrouble(page) {
  const count = await page.evaluate(measures.noteFocusable);
  const reached = new Set();
  const trouble = [];
  const say = async (at, help) => trouble.push({ html: await page.evaluate(measures.described, at), help });
  let last = -1;
  for (let key = 0; key < KEYS && reached.size < count; key++) {
    await page.keyboard.press("Tab");
    const { at, seen } = await page.evaluate(measures.focused);
    if (at === -2 && reached.size) break;
    if (at < 0 || reached.has(at)) continue;
    if (at < last) await say(at, "the keyboard reaches it out of order");
    if (!seen) await say(at, "that it has the focus is not seen");
    reached.add(at);
    last = at;
  }
  for (let at = 0; at <= last; at++) if (!reached.has(at)) await say(at, "the keyboard does not reach it");
  if (count && !reached.size) await say(0, "the keyboard does not reach it");
  await page.evaluate(() => scrollTo(0, 0)); // some themes show a button further down
  return trouble;
}

async function picture(page, name, mode) {
  if (!task.pictures || !mode || mode.endsWith("640")) return;
  const path = `${task.pictures}/${name.replaceAll("/", "-")}-${mode}.png`;
  await page.screenshot({ path, clip: { x: 0, y: 0, width: page.viewport().width, height: 2400 }, captureBeyondViewport: true });
}

async function violations(page) {
  await page.evaluate(() => { // a colour on its way to another one is not what is read
    for (const each of document.getAnimations())
      each.effect.getComputedTiming().endTime === Infinity ? each.cancel() : each.finish();
  });
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const said = await axe.run(document, { resultTypes: ["violations"] });
    for (const { id, nodes } of said.violations)  // what is in a link has the colour that the theme gives links
      for (const node of id === "color-contrast" ? nodes : [])
        node.html = document.querySelector(node.target.flat().join(" "))?.closest("a")?.outerHTML ?? node.html;
    return said;
  });
  const barriers = found.violations.flatMap((each) => each.nodes.map((node) => ({
    rule: each.id, target: node.target.flat().join(" "), html: node.html.slice(0, 200), help: each.help,
  })));
  return [...barriers, ...await page.evaluate(measures.unseen)];
}

for (const { name, path } of task.pages)
  for (const script of task.scripts)
    for (const scheme of task.schemes) {
      const { page, foreign } = await opened(path, { width: task.widths[0], scheme, script });
      const once = script && scheme === task.schemes[0]; // how a page is loaded, and its order, do not depend on colours
      for (const width of task.widths) {
        await page.setViewport({ width, height: 900 });
        const said = { name, width, scheme, script, media: "screen", foreign, overflow: await page.evaluate(measures.overflow) };
        said.violations = script && width !== 640 ? await violations(page) : [];
        said.shift = once ? await shiftAt(path, width) : 0;
        said.focus = once && width === task.widths[0] ? await focusTrouble(page) : [];
        console.log(JSON.stringify(said));
        await picture(page, name, script ? `${scheme}-${width}` : "");
      }
      await page.emulateMediaType("print");
      await page.setViewport({ width: PAPER, height: 1000 });
      const overflow = await page.evaluate(measures.cutOnPaper);
      const media = { name, width: PAPER, scheme, script, media: "print", foreign, overflow };
      console.log(JSON.stringify({ ...media, violations: [], shift: 0, focus: [] }));
      await picture(page, name, script && scheme === "light" ? "print" : "");
      await page.close();
    }
await browser.close();
