import { expect, test } from '@jest/globals';
import type { Job } from './app-client.ts';
import { complaintsOf, type Evidence } from './judge.ts';
import type { Kind } from './kinds.ts';
import { roundOf } from './plan.ts';

const log = 'one line\nanother\n';
const kind: Kind = { name: 'any', trigger: 'http', spec: {}, expected: ['succeeded'], log };
const round = { ...roundOf(1, 0, 4), fault: { name: 'none', action: {} } };
const job: Job = {
  id: 'j',
  trigger: 'http',
  labels: { chaos: '7' },
  phase: 'over',
  outcome: { status: 'succeeded' },
  tasks: { running: 0 },
  cleanup: 'done',
};
const uids = { 'j-0-1': ['a'], theirs: ['b'] };

interface Found extends Partial<Pick<Evidence, 'firstSeen'>> {
  readonly jobs?: readonly Job[];
  readonly log?: string;
  readonly told?: readonly string[];
  readonly journal?: Partial<Omit<Evidence['journal'], 'uids'>>;
  readonly uids?: Readonly<Record<string, readonly string[]>>;
}

function judged(found: Found = {}): Promise<string[]> {
  const groups = Object.entries(found.uids ?? uids).map(
    ([name, ids]) => [name, new Set(ids)] as const,
  );
  return complaintsOf({
    sent: [{ number: 7, kind, round }],
    app: {
      list: () => Promise.resolve([...(found.jobs ?? [job])]),
      log: () => Promise.resolve(found.log ?? log),
    },
    journal: {
      ...{ restarted: new Set<string>(), deleted: new Set<string>(), missed: 0 },
      ...{ uids: new Map(groups), ...found.journal },
    },
    told: { ofJobs: new Map([['j', new Set(found.told ?? ['succeeded'])]]) },
    firstSeen: found.firstSeen ?? new Map([['j', 'succeeded']]),
    foreign: ['theirs'],
  });
}

test('a job that ended once as it should is right', async () => {
  await expect(judged()).resolves.toEqual([]);
});

const failed = { status: 'failed', class: 'lost', message: 'gone' };
const wrong: readonly (readonly [string, Found, RegExp])[] = [
  ['is lost', { jobs: [] }, /expected succeeded once, got/],
  ['is there twice', { jobs: [job, job] }, /got succeeded: , succeeded/],
  ['ended otherwise', { jobs: [{ ...job, outcome: failed }] }, /got failed lost: gone/],
  ['lacks a line of its log', { log: 'one line\n' }, /its log has 9 of 17 characters/],
  ['has a line of its log twice', { log: `${log}another\n` }, /its log has 25 of 17 characters/],
  ['was told two outcomes', { told: ['succeeded', 'cancelled'] }, /told succeeded, cancelled/],
  ['was told none', { told: [] }, /told nothing/],
  [
    'changed its outcome',
    { firstSeen: new Map([['j', 'cancelled']]) },
    /cancelled became succeeded/,
  ],
  [
    'has a cleanup that never ends',
    { jobs: [{ ...job, cleanup: 'pending' }] },
    /cleanup is pending/,
  ],
  [
    'has two groups of one name',
    { uids: { ...uids, 'j-0-1': ['a', 'c'] } },
    /j-0-1 was made 2 times/,
  ],
  ['had a group started anew', { journal: { restarted: new Set(['j-0-1']) } }, /second PUT/],
  ['touched what is not its', { journal: { deleted: new Set(['theirs']) } }, /theirs was touched/],
  ['is not known to the journal', { journal: { missed: 3 } }, /3 lines of the journal were gone/],
];

test.each(wrong)('a job that %s is told', async (_, found, complaint) => {
  expect((await judged(found)).join('\n')).toMatch(complaint);
});
