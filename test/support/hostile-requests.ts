import fc from 'fast-check';
import { stringify } from 'yaml';
import { specs, turnedSpec } from '../jobs/support/turned-specs.ts';

/** What somebody posts to `/api/jobs`. */
export interface HostileRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** It is wrong whatever the schema says: nothing may come of it. */
  readonly isWrong: boolean;
}

const json = { 'content-type': 'application/json' };
const yaml = { 'content-type': 'application/yaml' };
const wrong = (body: string, headers: Readonly<Record<string, string>> = json): HostileRequest => ({
  headers,
  body,
  isWrong: true,
});

/** A spec that took a wrong turn, as JSON or YAML. */
const turned = fc.tuple(turnedSpec, fc.nat(19)).map(([spec, one]) => {
  const isYaml = one === 0;
  return {
    headers: isYaml ? yaml : json,
    body: isYaml ? stringify(spec, { aliasDuplicateObjects: false }) : JSON.stringify(spec),
    isWrong: false,
  };
});

const places = [
  [],
  ['group'],
  ['group', 'properties'],
  ['group', 'properties', 'containers', '0'],
  ['group', 'properties', 'containers', '0', 'properties'],
] as const;

/** JSON text with one more field at a place that allows no other. */
function withField(value: unknown, [key, ...rest]: readonly string[], field: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (key === undefined && !Array.isArray(value))
    return JSON.stringify(value).replace(
      /^\{/,
      Object.keys(value).length > 0 ? `{${field},` : `{${field}`,
    );
  const parts = Object.entries(value).map(([name, part]) => {
    const text = name === key ? withField(part, rest, field) : JSON.stringify(part);
    return Array.isArray(value) ? text : `${JSON.stringify(name)}:${text}`;
  });
  return Array.isArray(value) ? `[${parts.join(',')}]` : `{${parts.join(',')}}`;
}

const fieldNames = fc.oneof(
  fc.constantFrom(
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '__proto__',
    '',
    ' ',
    '\u0000',
    'then',
    'toJSON',
  ),
  fc.string({ minLength: 1, maxLength: 12 }).map((name) => `zz${name}`),
);

const deep = (depth: number, [open, close]: readonly [string, string]): string =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;
const depths = fc.constantFrom(30, 300, 1_500);
const nested = fc
  .tuple(depths, fc.constantFrom<readonly [string, string]>(['[', ']'], ['{"a":', '}']))
  .map(([depth, brackets]) => deep(depth, brackets));

/** A right spec of a group with one field that no spec has: of an odd name, deep, or very long. */
const foreign = fc
  .tuple(
    fc.constantFrom(...specs.slice(0, 3)),
    fc.constantFrom(...places),
    fieldNames,
    fc.oneof(
      { weight: 6, arbitrary: fc.json({ maxDepth: 2 }) },
      { weight: 1, arbitrary: nested },
      { weight: 1, arbitrary: fc.nat(20_000).map((length) => `"${'x'.repeat(length)}"`) },
    ),
  )
  .map(([spec, place, name, value]) =>
    wrong(withField(spec, place, `${JSON.stringify(name)}:${value}`)),
  )
  // The parser of JSON makes it a field like any other, and it is refused; one that holds null is as good as none.
  .filter(({ body }) => !body.includes(':null'));

/** Where a spec takes any value. */
const deepItems = nested.map((value) =>
  wrong(
    `{"group":{"properties":{"containers":[]}},"fanOut":{"items":[${value}]},"input":${value}}`,
  ),
);

const noText = fc.oneof(
  fc.string({ maxLength: 200 }).map((text) => `\u0001${text}`),
  fc.constantFrom(
    '',
    ' ',
    '{',
    '[',
    '"',
    'nul',
    '{"a":1}}',
    '{"a":1,}',
    "{'a':1}",
    '\ufeff',
    '{"group":',
  ),
  fc.json().map((text) => text.slice(0, -1)),
  fc.constantFrom('null', '1', '"a"', '[]', 'true', '1e999', '[{"group":{}}]'),
);

const aliases = (levels: number): string =>
  ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from({ length: levels }, (_, level) => {
        const name = `*a${level}`;
        return `a${level + 1}: &a${level + 1} [${Array.from({ length: 9 }, () => name).join(', ')}]`;
      }),
    )
    .join('\n');

const badYaml = fc
  .oneof(
    fc.nat(12).map(aliases),
    fc
      .nat(400)
      .map((count) => `a: &a 1\nb: [${Array.from({ length: count }, () => '*a').join(', ')}]`),
    fc.constantFrom(
      'group: &g {properties: *g}',
      '&a [*a]',
      'a: *none',
      '--- {}\n--- {}',
      'a: 1\na: 2',
      '? {a: 1}\n: 2',
      '!!js/function "return 1"',
      'group: !!binary aGVsbG8=',
      'group: !<tag:example.com,2000:x> {}',
      '<<: {group: 1}',
      'a: .nan',
      '%YAML 3.0\n---\na: 1',
      '\t- a',
      `a: ${'['.repeat(500)}`,
      'a: {'.repeat(300),
      '- - - - -',
      'a: |\n  text\n b: 1',
    ),
    fc.string({ maxLength: 100 }).map((text) => `x-zz: ${text}`),
    nested.map((value) => `zz: ${value.slice(0, 2_000)}`),
  )
  .map((body) => wrong(body, yaml));

const contentTypes = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { 'content-type': '' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'application/yaml; charset=utf-7' },
  { 'content-type': 'application/json, application/yaml' },
  { 'content-type': `application/${'x'.repeat(5_000)}` },
  { 'content-length': '-1' },
  { 'content-length': 'many' },
  { 'idempotency-key': 'k'.repeat(256) },
  { 'idempotency-key': '' },
);

/** The worst of each kind, which take too long to be drawn often. */
export const worstRequests: readonly HostileRequest[] = [
  wrong(`{"group":${deep(100_000, ['[', ']'])}}`),
  wrong(`{"fanOut":{"items":[${deep(100_000, ['{"a":', '}'])}]},"group":{}}`),
  wrong(`{"input":${deep(100_000, ['[', ']'])},"workload":"render"}`),
  wrong(`{"labels":${deep(50_000, ['{"a":', '}'])}}`),
  wrong(`{"name":"${'x'.repeat(1_000_000)}"}`),
  wrong(`{"${'x'.repeat(1_000_000)}":1}`),
  wrong(`[${'{},'.repeat(300_000)}{}]`),
  wrong(`{"group":{"properties":{"containers":[${'{},'.repeat(300_000)}{}]}}}`),
  wrong(`{${Array.from({ length: 60_000 }, (_, index) => `"z${index}":0`).join(',')}}`),
  wrong('x'.repeat(1_100_000)),
  wrong(deep(20_000, ['[', ']']), yaml),
  wrong(deep(5_000, ['{a: ', '}']), yaml),
  wrong(`a: ${'['.repeat(100_000)}`, yaml),
  wrong(aliases(12), yaml),
  wrong('x'.repeat(300_000), yaml),
  wrong(`a: "${'\\u0041'.repeat(40_000)}"`, yaml),
];

export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.oneof(
  { weight: 8, arbitrary: turned },
  { weight: 6, arbitrary: foreign },
  { weight: 1, arbitrary: deepItems },
  { weight: 5, arbitrary: noText.map((body) => wrong(body)) },
  { weight: 1, arbitrary: badYaml },
  {
    weight: 2,
    arbitrary: fc
      .tuple(contentTypes, noText)
      .map(([headers, body]) => wrong(`\u0001${body}`, headers)),
  },
);
