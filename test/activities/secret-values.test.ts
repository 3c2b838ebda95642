import { describe, expect, test } from '@jest/globals';
import { secretValues } from '../../activities/secret-values.ts';
import type { SecretRead } from '../../clients/ports.ts';
import type { SecretPlace } from '../../jobs/spec/secret-ref.ts';
import { specOf } from '../support/job-world.ts';

const at = new Date('2026-01-01T00:00:00Z');

/** A vault in memory that writes down what it is asked for. */
function vaultOf(secrets: Readonly<Record<string, SecretRead>>) {
  const asked: string[] = [];
  const read = ({ vault = 'own', name, version = '' }: SecretPlace): Promise<SecretRead> => {
    asked.push(`${vault} ${name} ${version}`.trim());
    return Promise.resolve(secrets[name] ?? { problem: 'there is none' });
  };
  return { asked, deps: { secrets: { read }, now: () => at } };
}

function groupOf(...refs: readonly string[]) {
  const environmentVariables = refs.map((secretRef, index) => ({ name: `V${index}`, secretRef }));
  const properties = { image: 'i', environmentVariables };
  const { group } = specOf({
    group: { properties: { containers: [{ name: 'main', properties }] } },
  });
  if (!group) throw new Error('It has a group.');
  return group;
}

describe('the secrets of a group', () => {
  test('are each read once, however they are spelled, and found by every spelling', async () => {
    const { asked, deps } = vaultOf({ a: { value: '1' }, b: { value: '2' } });
    const { values } = {
      values: undefined,
      ...(await secretValues(deps, groupOf('a', 'A', 'b', 'a'))),
    };
    expect(asked).toEqual(['own a', 'own b']);
    expect(values).toEqual(
      new Map([
        ['a', '1'],
        ['A', '1'],
        ['b', '2'],
      ]),
    );
  });

  test('of another vault or version are other secrets', async () => {
    const version = '0123456789abcdef0123456789abcdef';
    const { asked, deps } = vaultOf({ a: { value: '1' } });
    await secretValues(deps, groupOf('a', `a/${version}`, 'https://b.example/secrets/a'));
    expect(asked).toEqual(['own a', `own a ${version}`, 'https://b.example a']);
  });

  test('that cannot be used are all named, and what they hold is not', async () => {
    const later = new Date(at.getTime() + 1000);
    const { deps } = vaultOf({
      expired: { value: 'canary', expiresOn: at },
      early: { value: 'canary', notBefore: later },
      empty: { value: '' },
      nul: { value: 'can\0ary' },
      long: { value: 'c'.repeat(25_601) },
      right: { value: 'canary', notBefore: at, expiresOn: later },
    });
    const group = groupOf('expired', 'early', 'empty', 'nul', 'long', 'right', 'absent');
    expect(await secretValues(deps, group)).toEqual({
      problem: [
        'the secret expired cannot be used: it has expired',
        'the secret early cannot be used: it is not valid yet',
        'the secret empty cannot be used: it is empty',
        'the secret nul cannot be used: it holds a NUL character, which no process is given',
        'the secret long cannot be used: it has 25601 bytes, more than 25600',
        'the secret absent cannot be used: there is none',
      ].join('; '),
    });
  });

  test('are refused where they are too large together', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `s${index}`);
    const value = 'x'.repeat(25_000);
    const { deps } = vaultOf(Object.fromEntries(names.map((name) => [name, { value }])));
    expect(await secretValues(deps, groupOf(...names))).toEqual({
      problem: 'the secrets of the group have more than 1048576 bytes together',
    });
  });

  test('there are none where there is no vault', async () => {
    expect(await secretValues({ now: () => at }, groupOf('a'))).toMatchObject({
      problem: expect.stringContaining('no key vault'),
    });
    expect(await secretValues({ now: () => at }, groupOf())).toEqual({ values: new Map() });
  });
});
