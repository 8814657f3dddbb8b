// Opens a page in headless Chromium in light, dark and print at 390, 1,024 and 1,600 px, has
// axe-core check each, and says what it found as JSON. With a folder, leaves a picture of each.
// Example: node look.mjs report.html pictures
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {pathToFileURL} from "node:url";
import puppeteer from "puppeteer-core";

const [page_file, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "firedrill-look-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
const found = [];
const asked = [];
for (const width of [390, 1024, 1600]) {
  for (const mode of ["light", "dark", "print"]) {
    const page = await browser.newPage();
    page.on("request", request => asked.push(request.url()));
    await page.setBypassCSP(true);  // axe is a script, which the page itself forbids
    await page.setViewport({width, height: 900});
    await page.emulateMediaType(mode === "print" ? "print" : "screen");
    await page.emulateMediaFeatures(
        [{name: "prefers-color-scheme", value: mode === "dark" ? "dark" : "light"}]);
    await page.goto(pathToFileURL(resolve(page_file)).href);
    if (pictures) {
      await page.screenshot({path: join(pictures, `${mode}-${width}.png`), fullPage: true});
    }
    const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth");
    await page.evaluate(axe);
    const result = await page.evaluate("axe.run()");
    const broken = result.violations.flatMap(
        rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(" ")} ` +
                                       node.failureSummary.replaceAll("\n", " ")));
    found.push({width, mode, rules: result.passes.length, violations: broken, overflow});
    await page.close();
  }
}
await browser.close();
rmSync(profile, {recursive: true, force: true});
console.log(JSON.stringify({pages: found, requests: asked.filter(url => !url.startsWith("file:")),
                            violations: found.reduce((sum, one) => sum + one.violations.length, 0)},
                           null, 1));
