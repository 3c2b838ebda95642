import type { Finding } from '../finding.ts';
import type { BicepFile } from './bicep-file.ts';
import type { BicepProject, Fault, Rule } from './project.ts';
import { loadedFiles } from './rules/loaded-files.ts';
import { members } from './rules/members.ts';
import { modules } from './rules/modules.ts';
import { names } from './rules/names.ts';
import { resourceTypes } from './rules/resource-types.ts';
import { secrets } from './rules/secrets.ts';
import { syntaxErrors } from './rules/syntax-errors.ts';
import { lineOf, nodesOf } from './syntax.ts';

const rules: readonly Rule[] = [names, members, modules, loadedFiles, resourceTypes, secrets];

/** All that is wrong with the Bicep of a project. A file that can not be parsed is looked at no further. */
export function lint(project: BicepProject): Finding[] {
  return [...project.files.values()].flatMap((file) => {
    const broken = [...syntaxErrors(file, project)];
    const faults = broken.length > 0 ? broken : rules.flatMap((rule) => [...rule(file, project)]);
    const isAllowed = disabledIn(file);
    return faults
      .filter((fault) => !isAllowed(fault))
      .map(({ code, node, message }) => ({
        file: file.file,
        line: lineOf(node),
        message: `${message} (${code})`,
      }));
  });
}

/** https://learn.microsoft.com/azure/azure-resource-manager/bicep/linter#silencing-false-positives */
function disabledIn({ root }: BicepFile): (fault: Fault) => boolean {
  const disabled = new Set<string>();
  for (const node of nodesOf(root)) {
    const [, codes] = /^#disable-next-line\s+(.*)$/.exec(node.text.trim()) ?? [];
    if (node.type !== 'diagnostic_comment' || !codes) continue;
    for (const code of codes.split(/\s+/)) disabled.add(`${lineOf(node) + 1} ${code}`);
  }
  return ({ code, node }) => disabled.has(`${lineOf(node)} ${code}`);
}
