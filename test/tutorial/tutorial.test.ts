import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tutorialFile, TutorialStack } from './tutorial-stack.ts';

let local: TutorialStack;
beforeAll(async () => {
  local = await TutorialStack.start();
}, 90_000);
afterAll(() => local.stop());

test('the job of the tutorial writes the expected file, and again the same bytes when it is run again', async () => {
  await local.upload('orders.csv', await tutorialFile('orders.csv'));
  const first = await local.run('orders.csv');
  const second = await local.run('orders.csv');
  expect(first).toMatchObject({
    outcome: { status: 'succeeded' },
    output: { rows: 12, lines: 10, revenue: '860.30' },
  });
  expect(second.id).not.toBe(first.id);
  const files = await local.files(first);
  expect([...files.keys()].sort()).toEqual(['result.json', 'revenue.csv']);
  expect(files.get('revenue.csv')).toEqual(await tutorialFile('revenue.csv'));
  await expect(local.files(second)).resolves.toEqual(files);
  await expect(local.log(first.id)).resolves.toContain('read 12 rows, wrote 10 lines');
}, 90_000);

test('bad rows fail the job by exit code 65 at once, the log says which, and nothing is written', async () => {
  await local.upload('orders-bad.csv', await tutorialFile('orders-bad.csv'));
  const job = await local.run('orders-bad.csv');
  expect(job).toMatchObject({
    outcome: { status: 'failed', class: 'container-exit', exitCode: 65 },
    attempts: 1,
    results: [],
  });
  const log = await local.log(job.id);
  expect(log).toMatch(/row 3: ordered_on "2026-04-31" .+; quantity "two"/);
  expect(log).toMatch(/row 4: it has 5 fields/);
  expect(log).toContain('2 of 4 rows are bad');
}, 90_000);

test('the commands of the README do what it says', async () => {
  const printed = await local.runReadme(['2. ', '3. ', '4. ', '5. ']);
  expect(printed).toContain('"outcome":{"status":"succeeded"}');
  expect(printed).toContain('"output":{"rows":12,"lines":10,"revenue":"860.30"}');
  expect(printed).toContain((await tutorialFile('revenue.csv')).toString());
  expect(printed).toContain('identical\n');
  expect(printed).toContain('"class":"container-exit","exitCode":65');
  const readme = (await tutorialFile('README.md')).toString();
  const [, log = 'missing'] = /^```text\n(.+?)^```$/ms.exec(readme) ?? [];
  expect(printed).toContain(log);
}, 90_000);
