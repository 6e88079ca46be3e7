// Writes the CustomResourceDefinitions of the operators' kinds into a folder, whole, for dry-run.
//
//   GOPROXY=<address of a Go module proxy> node schemas/definitions.mjs FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OPERATORS, read } from './sources.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
for (const operator of OPERATORS) {
  for (const file of operator.files) writeFileSync(join(folder, basename(file)), read(operator, file));
}
