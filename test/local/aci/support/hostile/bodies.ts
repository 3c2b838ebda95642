import { container, groupBody } from '../requests.ts';
import type { Dice } from './dice.ts';

type Place = readonly (string | number)[];

/** Parts of a group's body with values that they can not have. */
const damages: readonly (readonly [place: Place, values: readonly unknown[]])[] = [
  [['location'], [5, '', ' ', '../etc', 'x'.repeat(10_000), {}, [], true]],
  [['tags'], [5, 'x', [1], { a: 1 }, { a: {} }, { ['a'.repeat(600)]: 'x' }]],
  [
    ['tags', 'emu.fault'],
    ['no such fault', 'pullSlow:seconds=1e308', 'platformKill:exitCode=1'],
  ],
  [['properties'], [5, 'x', [], [[]], true, {}]],
  [
    ['properties', 'containers'],
    [{}, [], 'x', 5, [5], [[]], [{}], Array(61).fill(container('a'))],
  ],
  [
    ['properties', 'restartPolicy'],
    ['Sometimes', 'always', 5, {}, []],
  ],
  [
    ['properties', 'osType'],
    ['BeOS', 5, {}, ['Linux']],
  ],
  [
    ['properties', 'priority'],
    ['High', 1, {}],
  ],
  [
    ['properties', 'ipAddress'],
    ['x', {}, { type: 'Public', ports: [{ port: 70_000 }] }],
  ],
  [
    ['properties', 'volumes'],
    ['x', [{ name: 'vvvvv' }], [{ name: '../..', emptyDir: {} }]],
  ],
  [
    ['properties', 'initContainers'],
    ['x', [{}], [{ name: 'main' }], [5]],
  ],
  [
    ['properties', 'containers', 0],
    [5, 'x', [], {}],
  ],
  [
    ['properties', 'containers', 0, 'name'],
    ['UP', '', '..', 'a/b', 5, 'a\0b', {}, 'a'.repeat(64)],
  ],
  [
    ['properties', 'containers', 0, 'properties'],
    [5, 'x', [], {}],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'image'],
    ['', 5, {}, 'no/such', '../x', 'a\0'],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'command'],
    ['sh', [5], [['sh']], {}, ['a\0b']],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'environmentVariables'],
    [[{ name: '=' }], {}, [5]],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'ports'],
    [[{ port: 0 }], [{ port: '80' }], 80],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'resources'],
    [5, {}, [], { requests: 1 }],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'resources', 'requests', 'cpu'],
    ['1', 0, -1, 1000, {}, [1], 'Infinity'],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'volumeMounts'],
    [[{ name: 'none', mountPath: '/x' }], [{ name: 'none', mountPath: '..' }], 'x', [{}]],
  ],
  [
    ['properties', 'containers', 0, 'properties', 'livenessProbe'],
    ['x', { exec: 5 }, { httpGet: { port: 0 } }, { exec: {}, httpGet: { port: 80 } }],
  ],
];

/** JSON of a group that would be right but for one part. */
export function damagedGroup(dice: Dice): string {
  const [place, values] = dice.pick(damages);
  return JSON.stringify(replaced(groupBody(), place, dice.pick(values)));
}

export function goodGroup(): string {
  return JSON.stringify(groupBody());
}

function replaced(value: unknown, place: Place, by: unknown): unknown {
  const [first, ...rest] = place;
  if (first === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, at) => (at === first ? replaced(item, rest, by) : item));
  }
  const object = typeof value === 'object' ? value : {};
  const inner: unknown = Object.entries(object ?? {}).find(([name]) => name === first)?.[1];
  return { ...object, [first]: replaced(inner, rest, by) };
}

const notGroups = [
  ...[
    '',
    ' ',
    '{',
    '}',
    '[',
    ']',
    '"',
    'null',
    'true',
    '0',
    '-',
    '1e309',
    'NaN',
    'undefined',
    "{'a':1}",
  ],
  ...[
    '{"a":}',
    '{"a":1,}',
    '{"a":1}{"b":2}',
    '//x',
    '\uFEFF{}',
    '{"location":"\\ud800"}',
    '{"\\u0000":1}',
  ],
  ...[
    '{"__proto__":{"location":"westeurope","properties":{}}}',
    '{"constructor":{"prototype":{"x":1}}}',
  ],
  ...['<xml/>', 'a=b&c=d', '--x\r\nContent-Disposition: form-data\r\n\r\n', '\0\0\0', '{"a":"\n"}'],
  '['.repeat(50_000),
  '['.repeat(3000) + ']'.repeat(3000),
  '{"a":'.repeat(3000) + '1' + '}'.repeat(3000),
  '{"properties":'.repeat(70) + '{}' + '}'.repeat(70),
  `{"location":"${'x'.repeat(200_000)}"}`,
  `[${'1,'.repeat(100_000)}1]`,
  `{${Array.from({ length: 5000 }, (_, at) => `"k${String(at)}":1`).join(',')}}`,
  `{"location":${'9'.repeat(10_000)}}`,
];

/** What is no group at all: no JSON, or of another kind. */
export function noGroup(dice: Dice): string {
  if (dice.oneIn(4)) return goodGroup().slice(0, dice.below(goodGroup().length));
  return dice.pick(notGroups);
}
