// Makes report.pdf (PDF/A-3a, tagged, report.json attached) of report.typ in the current folder.
// Only Typst's own fonts are used and the one date is the report's, so that the same report gives
// the same bytes. Example: cd report && node reports/pdf/typst.mjs
import {readFileSync, writeFileSync} from "node:fs";
import {NodeCompiler} from "@myriaddreamin/typst-ts-node-compiler";

const report = JSON.parse(readFileSync("report.json", "utf8"));
const attachment =
    `#pdf.attach("report.json", relationship: "data", mime-type: "application/json",` +
    ` description: "The figures of this report")\n`;
const compiler = NodeCompiler.create({workspace: process.cwd()});
const pdf = compiler.pdf(
    {mainFileContent: attachment + readFileSync("report.typ", "utf8")},
    {pdfStandard: "a-3a", creationTimestamp: Math.floor(Date.parse(report.as_of) / 1000)});
writeFileSync("report.pdf", pdf);
