import type { Dice } from './dice.ts';

const words = [
  ...['subscriptions', 'resourceGroups', 'RESOURCEGROUPS', 'providers', 'tests', 'durable-aci'],
  ...[
    'Microsoft.ContainerInstance',
    'microsoft.containerinstance',
    'containerGroups',
    'containers',
  ],
  ...['containerGroupProfiles', 'ngroups', 'locations', 'operations', 'usages', 'logs', 'exec'],
  ...['attach', 'start', 'stop', 'restart', 'revisions', 'deletionResults', '_emu', 'faults'],
  ...['msi', 'token', 'metadata', 'identity', 'oauth2', 'v2.0', 'adfs', 'terminals', 'g', 'main'],
  ...[
    '..',
    '.',
    '...',
    '%2e%2e',
    '%2E%2E%2F',
    '..%2f..%2f',
    '%252e%252e',
    '..;',
    '\\..\\',
    '%5c..',
  ],
  ...[
    '%00',
    'a%00b',
    '%ff',
    '%c0%af',
    '%zz',
    '%',
    '%2',
    '%E2%82',
    '%0d%0aX:y',
    '~',
    '~root',
    '$HOME',
  ],
  ...[
    ':name',
    '*',
    '**',
    '{}',
    '[]',
    '',
    ' ',
    '+',
    '&',
    '=',
    ';',
    '@',
    'null',
    'undefined',
    '__proto__',
  ],
  ...[
    'constructor',
    'prototype',
    'toString',
    '-1',
    '0',
    '1e309',
    'a'.repeat(300),
    'x'.repeat(4000),
  ],
  ...["'; DROP TABLE journal; --", '<script>', '`id`', '$(id)', '|id', 'file:', 'http:'],
].map((word) => word.replaceAll(' ', '%20'));

const queries = [
  ...[
    '',
    '?',
    '?api-version=2023-05-01',
    '?API-VERSION=2023-05-01',
    '?api-version=',
    '?api-version',
  ],
  ...['?api-version=2023-05-01&api-version=x', '?api-version=9999-99-99', '?api-version=%00', '?%'],
  ...['?api-version=2023-05-01&tail=-1', '?api-version=2023-05-01&tail=1e9', '?tail=%ff', '?a[]=1'],
  ...['?api-version=2023-05-01&$skiptoken=%00%ff', '?api-version=2023-05-01&$skiptoken=!!!'],
  ...[
    '?since=-1',
    '?since=1e400',
    '?group=%ff',
    '?__proto__=1',
    `?a=${'b'.repeat(3000)}`,
    '#x',
    '?#',
  ],
];

/** A path that leads nowhere good. */
export function anyTarget(dice: Dice, subscriptionId: string): string {
  const isKnown = dice.oneIn(2);
  const start = isKnown ? `/subscriptions/${subscriptionId}` : '';
  const length = dice.below(10);
  const rest = Array.from({ length }, () => dice.pick(words)).join(dice.oneIn(10) ? '//' : '/');
  return `${start}/${rest}${dice.pick(queries)}`;
}

/** The path of a group, with what comes after its name. */
export function groupTarget(subscriptionId: string, name: string, rest = ''): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/durable-aci/providers/Microsoft.ContainerInstance/containerGroups/${name}${rest}?api-version=2023-05-01`;
}
