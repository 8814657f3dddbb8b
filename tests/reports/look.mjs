// Opens pages in headless Chromium in light, dark and print at 390, 1,024 and 1,600 px, has axe-core
// check each, and says what it found as JSON. With --pictures, leaves a picture of each in a folder.
// Example: node look.mjs report.html calendar.html --pictures pictures
import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {basename, dirname, join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import puppeteer from "puppeteer-core";

const words = process.argv.slice(2);
const option = words.indexOf("--pictures");
const [, pictures] = option < 0 ? [] : words.splice(option, 2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "firedrill-look-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
const found = [];
const asked = [];
// What axe-core says of one page at one width in one mode.
async function look(file, width, mode) {
  const page = await browser.newPage();
  page.on("request", request => asked.push(request.url()));
  await page.setBypassCSP(true);  // axe is a script, which the page itself forbids
  await page.setViewport({width, height: 900});
  await page.emulateMediaType(mode === "print" ? "print" : "screen");
  await page.emulateMediaFeatures(
      [{name: "prefers-color-scheme", value: mode === "dark" ? "dark" : "light"}]);
  await page.goto(pathToFileURL(resolve(file)).href);
  if (pictures) {
    mkdirSync(pictures, {recursive: true});
    const name = `${basename(dirname(resolve(file)))}-${basename(file, ".html")}`;
    await page.screenshot({path: join(pictures, `${name}-${mode}-${width}.png`), fullPage: true});
  }
  const overflow = await page.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth");
  await page.evaluate(axe);
  const result = await page.evaluate("axe.run()");
  const violations = result.violations.flatMap(
      rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")} ` +
                                     node.failureSummary.replaceAll("\n", " ")));
  found.push({file, width, mode, rules: result.passes.length, violations, overflow});
  console.error(`${file} ${mode} ${width}: ${violations.length} violations`);
  await page.close();
}

for (const file of words) {
  for (const width of [390, 1024, 1600]) {
    for (const mode of ["light", "dark", "print"]) {
      await look(file, width, mode);
    }
  }
}
await browser.close();
rmSync(profile, {recursive: true, force: true});
console.log(JSON.stringify({pages: found, requests: asked.filter(url => !url.startsWith("file:")),
                            violations: found.reduce((sum, one) => sum + one.violations.length, 0)},
                           null, 1));
