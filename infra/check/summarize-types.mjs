// Makes types/resource-types.json: node infra/check/summarize-types.mjs FOLDER
// FOLDER holds type lists of https://github.com/Azure/bicep-types-az (generated/**/types.json) and an index.json
// that says for each `<type>@<version>` in which of them its body is: { "resources": { "...": { "file", "body" } } }.
// Format the result with prettier.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bicepFilesOf } from './load-project.ts';
import { createParse } from './parser.mjs';
import { summarizeTypes } from './types/summarize.ts';
import { typeData } from './types/type-data.ts';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('give the folder of the type data');

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = typeData((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
const files = [...bicepFilesOf(root, await createParse()).values()];
const { summary, missing } = summarizeTypes(files, data);
if (missing.length > 0) throw new Error(`there are no types of ${missing.join(', ')}`);
const sorted = Object.fromEntries(Object.entries(summary).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(new URL('types/resource-types.json', import.meta.url), JSON.stringify(sorted));
