import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { BicepFile } from '../bicep/bicep-file.ts';
import type { Finding } from '../finding.ts';
import type { ResourceTypes } from './shape.ts';
import { summarizeTypes } from './summarize.ts';
import { typeData } from './type-data.ts';

const summaryFile = 'infra/check/types/resource-types.json';

/** Where the data that the summary was made from is at hand, the summary is made again and has to be the same. */
export function checkSummary(
  files: readonly BicepFile[],
  types: ResourceTypes,
  specs: string,
): { findings: Finding[]; notes: string[] } {
  const folder = path.join(specs, 'bicep-types');
  if (!existsSync(folder))
    return { findings: [], notes: ['summary of the types not compared: their data is not here'] };
  const data = typeData((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  const notes = ['summary of the types compared with their data'];
  const isFresh = isDeepStrictEqual(summarizeTypes(files, data).summary, { ...types });
  const message = 'is not what the types say: run node infra/check/summarize-types.mjs';
  return { findings: isFresh ? [] : [{ file: summaryFile, line: 1, message }], notes };
}
