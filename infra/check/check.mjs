import { lint } from './bicep/lint.ts';
import { buildWithCompiler } from './compiler.ts';
import { facts } from './facts/index.ts';
import { bicepFilesOf, readerOf } from './load-project.ts';
import { createParse } from './parser.mjs';
import { checkSchemas } from './schemas.mjs';
import { checkSummary } from './types/check-summary.ts';

/** Everything that is wrong below `root`, and which of the checks that need something of `specs` were made. */
export async function check(root, specs) {
  const read = readerOf(root);
  const types = JSON.parse(read('infra/check/types/resource-types.json'));
  const files = bicepFilesOf(root, await createParse());
  const linted = lint({ files, types, read });
  const parts = [
    { findings: linted, notes: [`${files.size} Bicep files parsed and linted`] },
    { findings: facts.flatMap((fact) => fact(root)), notes: [] },
    checkSummary([...files.values()], types, specs),
    checkSchemas(root, specs),
    buildWithCompiler(root),
  ];
  return {
    findings: parts.flatMap(({ findings }) => findings),
    notes: parts.flatMap(({ notes }) => notes),
  };
}
