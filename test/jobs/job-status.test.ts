import { expect, test } from '@jest/globals';
import type { JobRow, TaskRow } from '../../jobs/job-rows.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { emptySummary, withRow } from '../../jobs/job-summary.ts';

const row: JobRow = {
  id: 'j',
  name: 'nightly',
  trigger: 'http',
  labels: { team: 'blue' },
  phase: 'running',
  tasksTotal: 3,
  createdAt: '2026-01-01T00:00:00Z',
};
const tasks: TaskRow[] = [
  {
    task: 0,
    state: 'over',
    attempts: 1,
    outcome: { status: 'succeeded' },
    costUsd: 0.25,
    results: ['r0'],
    logs: ['l0'],
  },
  { task: 1, state: 'running', attempts: 1 },
  { task: 2, state: 'over', attempts: 1, outcome: { status: 'timedOut' }, output: '{"a":1}' },
];

test('the status of a running job counts its tasks and links to nothing but our own API', () => {
  expect(statusOf(row, 'https://app.example', tasks)).toEqual({
    id: 'j',
    name: 'nightly',
    trigger: 'http',
    labels: { team: 'blue' },
    phase: 'running',
    createdAt: '2026-01-01T00:00:00Z',
    tasks: { total: 3, running: 1, succeeded: 1, failed: 1 },
    attempts: 3,
    costUsd: 0.25,
    results: ['r0'],
    logs: ['l0'],
    links: {
      self: 'https://app.example/api/jobs/j',
      logs: 'https://app.example/api/jobs/j/logs',
      cancel: 'https://app.example/api/jobs/j/cancel',
    },
  });
});

test('a job that is over says from its row alone what came of it', () => {
  const over: JobRow = {
    ...row,
    phase: 'over',
    outcome: { status: 'timedOut' },
    cleanup: 'leftToSweeper',
    finishedAt: '2026-01-01T01:00:00Z',
    ...tasks.reduce(withRow, emptySummary),
  };
  expect(statusOf(over, '')).toMatchObject({
    outcome: { status: 'timedOut' },
    tasks: { total: 3, running: 0, succeeded: 1, failed: 1 },
    attempts: 3,
    cleanup: 'pending',
    costUsd: 0.25,
    output: { a: 1 },
  });
});

test('the attempts that failed are shown with their task: those before the last, and the last', () => {
  const lost = { status: 'failed', class: 'lost', message: 'gone' } as const;
  const full = { status: 'failed', class: 'capacity', message: 'full' } as const;
  const failedAttempts = [{ attempt: 1, region: 'eastus', outcome: full }];
  const rows: TaskRow[] = [
    { task: 0, state: 'running', attempts: 2, failedAttempts },
    { task: 1, state: 'over', attempts: 2, failedAttempts, outcome: { status: 'succeeded' } },
    { task: 2, state: 'over', attempts: 1, outcome: lost },
  ];
  expect(statusOf(row, '', rows).failedAttempts).toEqual([
    { task: 0, attempt: 1, region: 'eastus', outcome: full },
    { task: 1, attempt: 1, region: 'eastus', outcome: full },
    { task: 2, attempt: 1, outcome: lost },
  ]);
});

test('the last attempt of a task that another failure has stopped is shown once', () => {
  const full = { status: 'failed', class: 'capacity', message: 'full' } as const;
  const failedAttempts = [{ attempt: 1, region: 'eastus', outcome: full }];
  const cut: TaskRow = { task: 0, state: 'over', attempts: 1, failedAttempts, outcome: full };
  expect(statusOf(row, '', [cut]).failedAttempts).toEqual([{ task: 0, ...failedAttempts[0] }]);
});
