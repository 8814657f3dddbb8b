// Validates OSCAL documents against NIST's schemas (../shared/oscal beside the repository, or the
// folder that OSCAL_SCHEMAS names). Reads paths from standard input, a line each; the file's name
// says its kind. Prints what is wrong, then how many hold.
// Example: ls pack/oscal/*.json | node validate.mjs
import {existsSync, readFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const here = dirname(fileURLToPath(import.meta.url));
const folder = [process.env.OSCAL_SCHEMAS, join(here, "oscal"), join(here, "../../../shared/oscal")]
                   .find(one => one && existsSync(one));
const kinds = {"assessment-plan.json": "assessment-plan",
               "assessment-results.json": "assessment-results", "poam.json": "poam"};
const validators = {};
for (const [name, kind] of Object.entries(kinds)) {
  const ajv = new Ajv({strict: false, allErrors: false});
  addFormats(ajv);
  validators[name] =
      ajv.compile(JSON.parse(readFileSync(join(folder, `oscal_${kind}_schema.json`), "utf8")));
}
let good = 0, bad = 0;
for (const path of readFileSync(0, "utf8").split("\n").filter(line => line)) {
  const validate = validators[basename(path)];
  if (validate(JSON.parse(readFileSync(path, "utf8")))) {
    ++good;
  } else {
    ++bad;
    console.log(path, JSON.stringify(validate.errors[0]));
  }
}
console.log(`${good} passed, ${bad} failed`);
process.exit(bad === 0 && good > 0 ? 0 : 1);
