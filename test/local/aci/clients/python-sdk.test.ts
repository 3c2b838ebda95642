import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { image } from '../support/groups.ts';
import { startEmulator, type TestEmulator } from '../support/in-process.ts';
import { withInstalled } from './support/installed.ts';
import { loopbackOnly, run } from './support/run.ts';

const check = ['-c', 'import azure.mgmt.containerinstance, websocket'] as const;

withInstalled(
  "Python's azure-mgmt-containerinstance and websocket-client",
  [
    ['python3', ...check],
    ['/usr/bin/python3', ...check],
  ],
  (python) => {
    let emulator: TestEmulator;

    beforeAll(async () => {
      emulator = await startEmulator();
    });
    afterAll(() => emulator.stop());

    test("Python's client takes a group from its create to its delete", async () => {
      const ca = path.join(emulator.folder, 'certificates', 'ca.pem');
      const { armHttps, subscriptionId, resourceGroup } = emulator;
      const script = path.resolve('test/local/aci/clients/whole-life.py');
      const args = [script, armHttps, ca, subscriptionId, resourceGroup, image];
      const { exitCode, stdout, stderr } = await run(python, args, loopbackOnly);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual({
        created: 'Succeeded',
        state: 'Running',
        listed: ['python'],
        log: 'hello from Python\n',
        terminal: true,
        tags: { changed: 'yes' },
        stopped: 'Stopped',
        started: 'Running',
        restarted: 'Running',
        deleted: 'python',
        missing: [404, 'ResourceNotFound'],
        usages: expect.arrayContaining(['ContainerGroups', 'StandardCores']),
        operations: true,
      });
    });
  },
);
