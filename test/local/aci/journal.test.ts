import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Journal } from '../../../local/aci/admin/journal.ts';
import { AciStore } from '../../../local/aci/store/aci-store.ts';
import { control, getStatus, journal } from './support/controls.ts';
import { startEmulator, type TestEmulator } from './support/in-process.ts';
import { groupBody, put } from './support/requests.ts';

let emulator: TestEmulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

test('every change of a group is a line, from its creation over its end to its deletion', async () => {
  await put(emulator, 'life', groupBody());
  const changes = () => journal(emulator, '?kind=state&group=life');
  while (!JSON.stringify(await changes()).includes('"exitCode":0')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await emulator.arms('containerGroups/life', { method: 'DELETE' });

  const lines = await changes();
  const main = (state: object) => ({ containers: { main: { restartCount: 0, ...state } } });
  expect(lines.at(0)).toMatchObject({ from: null, to: { state: 'Pending' } });
  expect(lines).toContainEqual(
    expect.objectContaining({
      to: { provisioningState: 'Succeeded', state: 'Running', ...main({ state: 'Running' }) },
    }),
  );
  const end = main({ state: 'Terminated', exitCode: 0 });
  expect(lines.at(-2)).toMatchObject({ to: { state: 'Succeeded', ...end } });
  expect(lines.at(-1)).toMatchObject({ from: { state: 'Succeeded', ...end }, to: null });
  for (const [index, line] of lines.slice(1).entries()) {
    expect(line['from']).toEqual(lines[index]?.['to']);
  }
});

test('it can be read on from a line, and of one group alone', async () => {
  await getStatus(emulator, 'one');
  const last = (await journal(emulator)).at(-1)?.seq ?? 0;
  await getStatus(emulator, 'two');
  await getStatus(emulator, 'ONE');
  const after = await journal(emulator, `?since=${String(last)}`);
  const one = await journal(emulator, '?group=one&kind=request');
  expect(after.map((line) => line['group'])).toEqual(['two', 'ONE']);
  expect(one.map((line) => line['group'])).toEqual(['one', 'ONE']);
});

test('a place in it that is no number is refused', async () => {
  expect((await control(emulator, 'GET', '/_emu/journal?since=yesterday')).status).toBe(400);
});

test('it keeps the last 100,000 lines', () => {
  const store = new AciStore(undefined);
  const lines = new Journal(store.database);
  const entry = { kind: 'request', time: '', method: 'GET', path: '/', status: 200 } as const;
  for (let line = 0; line < 102_000; line += 1) lines.add(entry);
  expect(lines.read().split('\n').length - 1).toBe(100_000);
  store.close();
});
