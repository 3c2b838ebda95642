import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { subscriptionLimits } from '../../../../local/aci/model/behaviour.ts';
import { groupOf, shell } from '../support/groups.ts';
import { startEmulator, type TestEmulator } from '../support/in-process.ts';
import { AzureCli } from './support/azure-cli.ts';
import { withInstalled } from './support/installed.ts';

const image = 'durableaci.azurecr.io/test:1';
/** Of images in Azure's own registries the CLI asks for these before it sends anything. */
const registry = ['--registry-username', 'reader', '--registry-password', 'canary'];
const group = (name: string): string[] => ['-g', 'tests', '-n', name];

withInstalled('the Azure CLI', [['az', 'version']], (program) => {
  let emulator: TestEmulator;
  let az: AzureCli;

  beforeAll(async () => {
    emulator = await startEmulator({ limits: subscriptionLimits.new });
    az = await AzureCli.of(program, emulator);
    const secret = ['-u', '33333333-3333-3333-3333-333333333333', '-p', 'any'];
    await az.text('login', '--service-principal', ...secret, '--tenant', 'adfs');
    await pollOnce();
  });
  afterAll(async () => {
    await az.dispose();
    await emulator.stop();
  });

  /** The CLI sleeps for 30 s between polls: the first one is answered when the operation is over. */
  async function pollOnce(): Promise<void> {
    const match = { operation: 'ContainerGroups_GetOperation' };
    const body = JSON.stringify({ match, action: { delayMs: 300, times: 100 } });
    await fetch(`${emulator.arm}/_emu/faults`, { method: 'POST', body });
  }

  function create(name: string, script: string, ...more: readonly string[]): Promise<unknown> {
    const command = ['--image', image, '--command-line', `/bin/sh -c '${script}'`];
    const base = ['container', 'create', ...group(name), ...command, ...registry];
    return az.json(...base, '--restart-policy', 'Never', ...more);
  }

  /** A group that another client has made, and that runs until it is ended. */
  async function running(name: string, script = 'sleep 600'): Promise<void> {
    const { containerGroups } = emulator.client;
    const spec = groupOf(shell(script));
    await containerGroups.beginCreateOrUpdateAndWait('tests', name, spec, {
      updateIntervalInMs: 20,
    });
  }

  const read = (name: string) => emulator.client.containerGroups.get('tests', name);
  const remove = (name: string) =>
    emulator.client.containerGroups.beginDeleteAndWait('tests', name, { updateIntervalInMs: 20 });

  test('a service principal logs in and sees the subscription', async () => {
    await expect(az.json('account', 'show')).resolves.toMatchObject({
      id: emulator.subscriptionId,
      environmentName: 'LocalAci',
      user: { type: 'servicePrincipal' },
    });
  });

  test('a managed identity logs in and lists what is there', async () => {
    const endpoint = { MSI_ENDPOINT: `${emulator.arm}/msi/token` };
    const other = await AzureCli.of(program, emulator, endpoint);
    await expect(other.json('login', '--identity')).resolves.toMatchObject([
      { id: emulator.subscriptionId, user: { type: 'servicePrincipal' } },
    ]);
    await expect(other.json('container', 'list', '-g', 'tests')).resolves.toEqual([]);
    await other.dispose();
  });

  test('a resource group is made, takes a container group, and goes with all that is in it', async () => {
    await az.text('group', 'create', '-n', 'from-the-cli', '-l', 'westeurope');
    const created = ['container', 'create', '-g', 'from-the-cli', '-n', 'inside', '--no-wait'];
    await az.text(...created, '--image', image, ...registry);
    const inside = await emulator.client.containerGroups.get('from-the-cli', 'inside');
    await az.text('group', 'delete', '-n', 'from-the-cli', '--yes');
    expect(inside.location).toBe('westeurope');
    await expect(az.json('group', 'exists', '-n', 'from-the-cli')).resolves.toBe(false);
  });

  test('create waits until the group has begun, and show and logs tell how it ended', async () => {
    await expect(create('waited', 'echo one; echo two >&2')).resolves.toMatchObject({
      name: 'waited',
      provisioningState: 'Succeeded',
    });
    await expect(az.json('container', 'show', ...group('waited'))).resolves.toMatchObject({
      instanceView: { state: 'Succeeded' },
      containers: [{ instanceView: { currentState: { state: 'Terminated', exitCode: 0 } } }],
    });
    await expect(az.text('container', 'logs', ...group('waited'))).resolves.toBe('one\ntwo\n\n');
  });

  test('create says with its flags what a group is made of', async () => {
    const variables = ['--environment-variables', 'A=1', 'B=two'];
    const secure = ['--secure-environment-variables', 'TOKEN=canary'];
    const network = ['--ip-address', 'Public', '--ports', '8080', '--dns-name-label', 'some-label'];
    const size = ['--cpu', '2', '--memory', '1.5'];
    const base = ['container', 'create', ...group('flags'), '--image', image, ...registry];
    const more = ['--restart-policy', 'OnFailure', '--command-line', 'sleep 600', '--no-wait'];
    await az.text(...base, ...variables, ...secure, ...network, ...size, ...more);
    await expect(read('flags')).resolves.toMatchObject({
      restartPolicy: 'OnFailure',
      osType: 'Linux',
      imageRegistryCredentials: [{ server: 'durableaci.azurecr.io', username: 'reader' }],
      ipAddress: {
        type: 'Public',
        dnsNameLabel: 'some-label',
        fqdn: 'some-label.westeurope.azurecontainer.io',
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
      containers: [
        {
          name: 'flags',
          command: ['sleep', '600'],
          ports: [{ port: 8080 }],
          environmentVariables: [
            { name: 'A', value: '1' },
            { name: 'B', value: 'two' },
            { name: 'TOKEN' },
          ],
          resources: { requests: { cpu: 2, memoryInGB: 1.5 } },
        },
      ],
    });
    await expect(az.text('container', 'show', ...group('flags'))).resolves.not.toContain('canary');
    await remove('flags');
  });

  test('a group is made from a file, exported, and made again from what was exported', async () => {
    const file = az.file('group.yaml');
    await writeFile(file, groupFile);
    await az.text('container', 'create', '-g', 'tests', '--file', file, '--no-wait');
    const made = await read('from-file');
    await az.text('container', 'export', ...group('from-file'), '--file', file);
    await remove('from-file');
    await az.text('container', 'create', '-g', 'tests', '--file', file, '--no-wait');

    await expect(readFile(file, 'utf8')).resolves.toContain('type: Microsoft.ContainerInstance');
    const again = await read('from-file');
    expect(made).toMatchObject({ tags: { made: 'from a file' }, restartPolicy: 'OnFailure' });
    expect(again.containers[0]?.command).toEqual(made.containers[0]?.command);
    expect(again.containers[0]?.environmentVariables).toEqual([{ name: 'NAME', value: 'value' }]);
    await remove('from-file');
  });

  test('list is a table with image, address and size', async () => {
    await running('listed');
    const table = await az.text('container', 'list', '-g', 'tests', '-o', 'table');
    expect(table).toMatch(/^Name +ResourceGroup +Status +Image/);
    expect(table).toMatch(
      /^listed +tests +Succeeded +durableaci\.azurecr\.io\/test:1 .*1\.0 core\/1\.0 gb +Linux +westeurope$/m,
    );
    await remove('listed');
  });

  test('a group is stopped, started and restarted', async () => {
    await running('switched');
    await az.text('container', 'stop', ...group('switched'));
    const stopped = await read('switched');
    await az.text('container', 'start', ...group('switched'));
    const started = await read('switched');
    await az.text('container', 'restart', ...group('switched'));
    const restarted = await read('switched');

    expect(stopped).toMatchObject({
      instanceView: { state: 'Stopped' },
      containers: [
        {
          instanceView: {
            currentState: {
              state: 'Terminated',
              detailStatus: 'Container stopped per client request',
            },
          },
        },
      ],
    });
    expect(started.instanceView?.state).toBe('Running');
    expect(restarted.instanceView?.state).toBe('Running');
    const since = (shown: typeof started) =>
      Number(shown.containers[0]?.instanceView?.currentState?.startTime);
    expect(since(restarted)).toBeGreaterThan(since(started));
    await remove('switched');
  });

  test('attach shows the events and then what the container writes', async () => {
    await running('attached', 'echo here I am; sleep 600');
    const { stdout } = await az.watch(
      (printed, terminal) => {
        if (printed.includes('here I am')) terminal.end();
      },
      ...['container', 'attach', ...group('attached')],
    );
    expect(stdout).toContain("Container 'main' is in state 'Running'...");
    expect(stdout).toMatch(/pulling image.*Started container.*Start streaming logs:\s+here I am/s);
    await remove('attached');
  });

  test('delete answers with the group, and what is gone is not found', async () => {
    await running('deleted');
    await expect(
      az.json('container', 'delete', ...group('deleted'), '--yes'),
    ).resolves.toMatchObject({ name: 'deleted' });
    const { exitCode, stderr } = await az.run('container', 'show', ...group('deleted'));
    expect(exitCode).toBe(3);
    expect(stderr).toContain(
      "ERROR: (ResourceNotFound) The Resource 'Microsoft.ContainerInstance/containerGroups/deleted' under resource group 'tests' was not found.",
    );
  });

  test('an image that can not be pulled is refused in the words of Azure', async () => {
    const unknown = ['--image', 'durableaci.azurecr.io/unknown:1', ...registry, '--no-wait'];
    const outcome = await az.run('container', 'create', ...group('no-image'), ...unknown);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain(
      "ERROR: (InaccessibleImage) The image 'durableaci.azurecr.io/unknown:1' in container group 'no-image' is not accessible. Please check the image and registry credential.",
    );
  });

  test('a create beyond the quota of a new subscription says what is used and what was asked for', async () => {
    const size = ['--image', image, ...registry, '--cpu', '11', '--memory', '2', '--no-wait'];
    const outcome = await az.run('container', 'create', ...group('too-large'), ...size);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain(
      "ERROR: (ContainerGroupQuotaReached) Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10', Usage: '0' Requested: '11'.",
    );
  });
});

const groupFile = `
apiVersion: '2019-12-01'
location: westeurope
name: from-file
properties:
  containers:
  - name: main
    properties:
      image: ${image}
      command: ['/bin/sh', '-c', 'sleep 600']
      environmentVariables: [{name: NAME, value: value}]
      resources: {requests: {cpu: 1.0, memoryInGB: 1.5}}
  osType: Linux
  restartPolicy: OnFailure
tags: {made: from a file}
type: Microsoft.ContainerInstance/containerGroups
`;
