import { describe, expect, test } from '@jest/globals';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import type { JobRow } from '../../jobs/job-rows.ts';
import { statusOf } from '../../jobs/job-status.ts';
import { isAllowedTarget, noticeOf, notifyErrors, whomToNotify } from '../../jobs/notice.ts';

const group = { properties: { containers: [{ name: 'main', properties: { image: 'i' } }] } };

describe('notify in a spec', () => {
  test.each([
    { storageQueue: 'job-notices' },
    { serviceBusQueue: 'done', on: ['failed', 'timedOut'] },
    { serviceBusTopic: 'a/b' },
    { webhook: 'https://hooks.example.com:8443/x?y=1' },
  ])('takes %j', (target) => {
    expect(parseJobSpec({ group, notify: [target] })).toMatchObject({ ok: true });
  });

  test.each([
    [{}, 'notify[0]', 'must name exactly one of'],
    [{ storageQueue: 'abc', webhook: 'https://a.example' }, 'notify[0]', 'exactly one of'],
    [{ storageQueue: 'Jobs' }, 'notify[0].storageQueue', 'storage queue'],
    [{ webhook: 'http://a.example' }, 'notify[0].webhook', 'must be an https URL'],
    [{ webhook: 'https://u:p@a.example' }, 'notify[0].webhook', 'user name or password'],
    [{ email: 'a@b.example', storageQueue: 'abc' }, 'notify[0].email', 'is not a field here'],
    [{ storageQueue: 'abc', on: [] }, 'notify[0].on', 'must name an outcome'],
    [{ storageQueue: 'abc', on: ['won'] }, 'notify[0].on[0]', 'must be succeeded or failed'],
  ])('refuses %j by its field', (target, path, words) => {
    const parsed = parseJobSpec({ group, notify: [target] });
    expect(parsed).toMatchObject({
      ok: false,
      errors: [{ path, message: expect.stringContaining(words) }],
    });
  });
});

test('all are told, or those whose outcomes it is', () => {
  const notify = [{ storageQueue: 'abc' }, { serviceBusQueue: 'q', on: ['failed' as const] }];
  expect(whomToNotify({ notify }, { status: 'succeeded' })).toEqual([0]);
  const failed = { status: 'failed', class: 'lost', message: '' } as const;
  expect(whomToNotify({ notify }, failed)).toEqual([0, 1]);
  expect(whomToNotify({}, failed)).toEqual([]);
});

describe('a deployment allows', () => {
  const allowed = [
    'storageQueue:done',
    'serviceBus:Bus',
    'webhook:*.example.com',
    'webhook:a.test',
  ];

  test.each([
    { storageQueue: 'done' },
    { serviceBusQueue: 'bus' },
    { serviceBusTopic: 'BUS' },
    { webhook: 'https://hooks.EXAMPLE.com/x' },
    { webhook: 'https://a.b.example.com:8443' },
    { webhook: 'https://a.test?x=https://b' },
  ])('%j', (target) => {
    expect(isAllowedTarget(target, allowed)).toBe(true);
  });

  test.each([
    [{ storageQueue: 'jobs' }, 'storageQueue'],
    [{ serviceBusQueue: 'done' }, 'serviceBusQueue'],
    [{ serviceBusTopic: 'done' }, 'serviceBusTopic'],
    [{ webhook: 'https://example.com' }, 'webhook'],
    [{ webhook: 'https://badexample.com' }, 'webhook'],
    [{ webhook: 'https://a.test.evil.example' }, 'webhook'],
    [{ webhook: 'https://evil.example/.example.com' }, 'webhook'],
    [{ webhook: 'https://evil.example?.example.com' }, 'webhook'],
    [{ webhook: 'https://evil.example\\.example.com' }, 'webhook'],
  ])('not %j', (target, field) => {
    expect(notifyErrors({ notify: [target] }, allowed)).toEqual([
      { path: `notify[0].${field}`, message: expect.stringContaining('may notify') },
    ]);
  });
});

describe('a notice', () => {
  const row: JobRow = {
    id: 'job1',
    trigger: 'http',
    labels: {},
    phase: 'over',
    tasksTotal: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    outcome: { status: 'failed', class: 'lost', message: 'm'.repeat(5000) },
  };

  test('says what happened, and the status of the job', () => {
    const notice: unknown = JSON.parse(noticeOf('notice-job1-0', statusOf(row, 'https://a')));
    expect(notice).toMatchObject({
      id: 'notice-job1-0',
      type: 'job.failed',
      job: { id: 'job1', links: { self: 'https://a/api/jobs/job1' } },
    });
  });

  test('that is too long for a message is cut, and says so', () => {
    const output = JSON.stringify('ü'.repeat(30_000));
    const text = noticeOf('notice-job1-0', statusOf({ ...row, output }, 'https://a'));
    expect(Buffer.byteLength(text)).toBeLessThan(4_000);
    expect(JSON.parse(text)).toMatchObject({
      type: 'job.failed',
      job: { isCut: true, outcome: { class: 'lost' }, links: { self: expect.any(String) } },
    });
  });
});
