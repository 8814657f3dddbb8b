// Whether a dashboard has the structure that Grafana's own types ask for: reads its JSON on standard
// input and lets the TypeScript compiler hold it, and each panel's options, against @grafana/schema.
// Grafana itself is not at hand. Prints what is wrong, and ends with `N passed, N failed`.
// Example: node tests/reports/dashboard.mjs <pack/dashboard.json
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import ts from "typescript";

const folder = path.dirname(createRequire(import.meta.url).resolve("@grafana/schema/package.json"));
const types = "./dist/types/raw";
const options = {
  strict: true, noEmit: true, skipLibCheck: true,
  module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
};
// Panels of Grafana's own, whose options have types.
const panels = new Set(["timeseries", "table", "bargauge", "stat"]);

// What the compiler says of a module in the folder of the types.
function problems(text) {
  const name = path.join(folder, "held.ts");
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => (file === name ? text : readFile(file));
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...more) => (file === name
    ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : getSourceFile(file, ...more));
  return ts.getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
}

function held(dashboard) {
  let text = `import type {Dashboard} from "${types}/dashboard/x/types.gen";\n`;
  text += `export const dashboard: Dashboard = ${JSON.stringify(dashboard)};\n`;
  const unknown = [];
  dashboard.panels.forEach((panel, index) => {
    if (!panels.has(panel.type)) {
      unknown.push(`panel ${panel.title}: ${panel.type} is no panel that is known here`);
      return;
    }
    text += `import type {Options as Options${index}} from ` +
      `"${types}/composable/${panel.type}/panelcfg/x/types.gen";\n` +
      `export const options${index}: Partial<Options${index}> = ${JSON.stringify(panel.options)};\n`;
  });
  return unknown.concat(problems(text));
}

const dashboard = JSON.parse(fs.readFileSync(0, "utf8"));
const found = held(dashboard);
found.forEach((one) => console.log(one));
// The check itself can fail: three broken ones must not pass.
const broken = [
  (one) => { one.panels[0].gridPos.w = "wide"; },
  (one) => { delete one.schemaVersion; },
  (one) => { one.panels[0].fieldConfig.defaults.unitt = "s"; },
];
let seen = 0;
for (const break_it of broken) {
  const copy = structuredClone(dashboard);
  break_it(copy);
  seen += held(copy).length > 0 ? 1 : 0;
}
const passed = (found.length === 0 ? 1 : 0) + seen;
console.log(`${passed} passed, ${1 + broken.length - passed} failed`);
