import type { Finding } from '../finding.ts';
import { assignmentsOf } from './assignments.ts';
import { operationsOf } from './connector-operations.ts';
import { definitionsOf } from './definitions.ts';
import { differences, textAt, type Fact } from './fact.ts';
import {
  otherRights,
  rightsOfBindings,
  rightsOfConnectors,
  rightsOfPorts,
} from './rights-table.ts';

const table = 'infra/check/facts/rights-table.ts';

/** Each identity has the rights that the table says, and no others; each assignment says why it is there. */
export const rights: Fact = (root) => {
  const given = assignmentsOf(root);
  const wanted = [
    ...[rightsOfPorts, rightsOfBindings, rightsOfConnectors].flatMap((of) =>
      Object.values(of).flat(),
    ),
    ...otherRights,
  ];
  const names = given.map(({ right }) => right);
  const lineOf = (right: string) => given.find((it) => it.right === right);
  return [
    ...differences({
      file: 'infra/modules/rbac.bicep',
      line: 1,
      what: 'right',
      source: table,
      here: [...new Set(names)],
      there: [...new Set<string>(wanted)],
    }).map((finding) => {
      const [, surplus = ''] = /^right (.*) is not in/.exec(finding.message) ?? [];
      const at = lineOf(surplus);
      return at ? { ...finding, file: at.file, line: at.line } : finding;
    }),
    ...given
      .filter(({ comment }) => comment === '')
      .map(({ right, file, line }) => ({ file, line, message: `nothing says why: ${right}` })),
  ];
};

/** The table knows every method of a port, every kind of function, and every operation of a connector. */
export const rightsTable: Fact = (root) => [
  ...portsOf(textAt(root, 'clients/ports.ts')),
  ...bindingsOf(textAt(root, 'index.ts')),
  ...connectorsOf(root),
];

function connectorsOf(root: string): Finding[] {
  const definitions = definitionsOf(root).map(({ file, definition }) => ({
    file,
    operations: operationsOf(definition),
  }));
  const known = Object.keys(rightsOfConnectors);
  const used = new Set(definitions.flatMap(({ operations }) => operations));
  return [
    ...definitions.flatMap(({ file, operations }) =>
      operations
        .filter((operation) => !known.includes(operation))
        .map((operation) => ({ file, line: 1, message: `no rights are known for ${operation}` })),
    ),
    ...known
      .filter((operation) => !used.has(operation))
      .map((operation) => ({ file: table, line: 1, message: `no definition uses ${operation}` })),
  ];
}

function portsOf(text: string): Finding[] {
  const methods = [...text.matchAll(/^export interface (\w+) \{\n([^]*?)^\}/gm)].flatMap(
    ([, name = '', body = '']) =>
      [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, method = '']) => `${name}.${method}`),
  );
  return differences({
    file: table,
    line: 1,
    what: 'method',
    source: 'clients/ports.ts',
    here: Object.keys(rightsOfPorts),
    there: methods,
  });
}

function bindingsOf(text: string): Finding[] {
  const kinds = [...text.matchAll(/\bapp\.(?:client\.)?(\w+)\('\w+', \{/g)].map(
    ([, kind = '']) => kind,
  );
  if (kinds.length === 0) throw new Error('index.ts registers no function');
  return [...new Set(kinds)]
    .filter((kind) => !Object.hasOwn(rightsOfBindings, kind))
    .map((kind) => ({ file: 'index.ts', line: 1, message: `no rights are known for ${kind}` }));
}
