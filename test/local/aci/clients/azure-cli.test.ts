import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { image } from '../support/groups.ts';
import { AzureCli } from './support/azure-cli.ts';
import { CliWorld, group, registry } from './support/cli-world.ts';
import { withInstalled } from './support/installed.ts';
import type { Terminal } from './support/run.ts';

// Each command is a process that takes a second on a quiet machine.
jest.setTimeout(120_000);

withInstalled('the Azure CLI', [['az', 'version']], (program) => {
  let world: CliWorld;

  beforeAll(async () => {
    world = await CliWorld.make(program);
  });
  afterAll(() => world.end());

  test('a service principal logs in and sees the subscription', async () => {
    const { az, emulator } = world;
    await expect(az.json('account', 'show')).resolves.toMatchObject({
      id: emulator.subscriptionId,
      environmentName: 'LocalAci',
      user: { type: 'servicePrincipal' },
    });
  });

  test('a managed identity logs in and lists what is there', async () => {
    const { emulator } = world;
    const endpoint = { MSI_ENDPOINT: `${emulator.arm}/msi/token` };
    const other = await AzureCli.of(program, emulator, endpoint);
    await expect(other.json('login', '--identity')).resolves.toMatchObject([
      { id: emulator.subscriptionId, user: { type: 'servicePrincipal' } },
    ]);
    await expect(other.json('container', 'list', '-g', 'tests')).resolves.toEqual([]);
    await other.dispose();
  });

  test('a resource group is made, takes a container group, and goes with all that is in it', async () => {
    const { az, emulator } = world;
    await az.text('group', 'create', '-n', 'from-the-cli', '-l', 'westeurope');
    const created = ['container', 'create', '-g', 'from-the-cli', '-n', 'inside', '--no-wait'];
    await az.text(...created, '--image', image, ...registry);
    const inside = await emulator.client.containerGroups.get('from-the-cli', 'inside');
    await az.text('group', 'delete', '-n', 'from-the-cli', '--yes');
    expect(inside.location).toBe('westeurope');
    await expect(az.json('group', 'exists', '-n', 'from-the-cli')).resolves.toBe(false);
  });

  test('create waits until the group has begun, and show and logs tell how it ended', async () => {
    const { az } = world;
    await expect(world.create('waited', 'echo one; echo two >&2')).resolves.toMatchObject({
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
    const { az } = world;
    const variables = ['--environment-variables', 'A=1', 'B=two'];
    const secure = ['--secure-environment-variables', 'TOKEN=canary'];
    const network = ['--ip-address', 'Public', '--ports', '8080', '--dns-name-label', 'some-label'];
    const size = ['--cpu', '2', '--memory', '1.5'];
    const base = ['container', 'create', ...group('flags'), '--image', image, ...registry];
    const more = ['--restart-policy', 'OnFailure', '--command-line', 'sleep 600', '--no-wait'];
    await az.text(...base, ...variables, ...secure, ...network, ...size, ...more);
    await expect(world.read('flags')).resolves.toMatchObject({
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
    await world.remove('flags');
  });

  test('a group is made from a file, exported, and made again from what was exported', async () => {
    const { az } = world;
    const file = az.file('group.yaml');
    await writeFile(file, groupFile);
    await az.text('container', 'create', '-g', 'tests', '--file', file, '--no-wait');
    const made = await world.read('from-file');
    await az.text('container', 'export', ...group('from-file'), '--file', file);
    await world.remove('from-file');
    await az.text('container', 'create', '-g', 'tests', '--file', file, '--no-wait');

    await expect(readFile(file, 'utf8')).resolves.toContain('type: Microsoft.ContainerInstance');
    const again = await world.read('from-file');
    expect(made).toMatchObject({ tags: { made: 'from a file' }, restartPolicy: 'OnFailure' });
    expect(again.containers[0]?.command).toEqual(made.containers[0]?.command);
    expect(again.containers[0]?.environmentVariables).toEqual([{ name: 'NAME', value: 'value' }]);
    await world.remove('from-file');
  });

  test('list is a table with image, address and size', async () => {
    const { az } = world;
    await world.running('listed');
    const table = await az.text('container', 'list', '-g', 'tests', '-o', 'table');
    expect(table).toMatch(/^Name +ResourceGroup +Status +Image/);
    expect(table).toMatch(
      /^listed +tests +Succeeded +durableaci\.azurecr\.io\/test:1 .*1\.0 core\/1\.0 gb +Linux +westeurope$/m,
    );
    await world.remove('listed');
  });

  test('a group is stopped, started and restarted', async () => {
    const { az } = world;
    await world.running('switched');
    await az.text('container', 'stop', ...group('switched'));
    const stopped = await world.read('switched');
    await az.text('container', 'start', ...group('switched'));
    const started = await world.read('switched');
    await az.text('container', 'restart', ...group('switched'));
    const restarted = await world.read('switched');

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
    await world.remove('switched');
  });

  test('attach shows the events and then what the container writes', async () => {
    const { az } = world;
    await world.running('attached', 'echo here I am; sleep 600');
    const { stdout } = await az.watch(
      (printed, terminal) => {
        if (printed.includes('here I am')) terminal.end();
      },
      ...['container', 'attach', ...group('attached')],
    );
    expect(stdout).toContain("Container 'main' is in state 'Running'...");
    expect(stdout).toMatch(/pulling image.*Started container.*Start streaming logs:\s+here I am/s);
    await world.remove('attached');
  });

  test('exec is a terminal in the container', async () => {
    const { az } = world;
    await world.running('entered');
    const { exitCode, stdout } = await az.atTerminal(
      onPrompt('echo fr$((1))m inside; exit\r'),
      ...['container', 'exec', ...group('entered'), '--exec-command', '/bin/sh'],
    );
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('\nfr1m inside\r\n');
    await world.remove('entered');
  });

  test('a file of secrets and a share are mounted, and the secrets are not shown', async () => {
    const { az, emulator } = world;
    const share = path.join(emulator.folder, 'data', 'azure-files', 'account', 'share');
    await mkdir(share, { recursive: true });
    await writeFile(path.join(share, 'file'), 'from the share');
    const name = ['--azure-file-volume-account-name', 'account'];
    const key = ['--azure-file-volume-account-key', 'Y2FuYXJ5'];
    const file = [
      '--azure-file-volume-share-name',
      'share',
      '--azure-file-volume-mount-path',
      '/s',
    ];
    const secrets = ['--secrets', 'token=canary', '--secrets-mount-path', '/mnt/secrets'];
    // Processes have no file system of their own: a mount is where its variable says.
    const script =
      'cat $ACI_MOUNT_0/token $ACI_MOUNT_1/file; cat $ACI_MOUNT_1/token $ACI_MOUNT_0/file';
    const shown = await world.create('volumes', script, ...name, ...key, ...file, ...secrets);
    const log = await az.text('container', 'logs', ...group('volumes'));
    expect(log).toContain('canary');
    expect(log).toContain('from the share');
    expect(shown).toMatchObject({
      volumes: [
        { name: 'azurefile', azureFile: { shareName: 'share', storageAccountKey: null } },
        { name: 'secrets', secret: {} },
      ],
    });
    expect(JSON.stringify(shown)).not.toContain('Y2FuYXJ5');
  });

  test('a repository that can not be cloned keeps its group pending, and an event says why', async () => {
    const repository = ['--gitrepo-url', 'https://example.com/some/repository.git'];
    const mount = ['--gitrepo-revision', 'main', '--gitrepo-mount-path', '/mnt/code'];
    await world.create('cloned', 'exit 0', ...repository, ...mount, '--no-wait');
    const message = await world.event('cloned', 'FailedMount');
    const { instanceView, volumes } = await world.read('cloned');
    expect(message).toContain('https://example.com/some/repository.git');
    expect(instanceView?.state).toBe('Pending');
    expect(volumes).toMatchObject([{ name: 'gitrepo', gitRepo: { revision: 'main' } }]);
    await world.remove('cloned');
  });

  test('delete answers with the group, and what is gone is not found', async () => {
    const { az } = world;
    await world.running('deleted');
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
    const { az } = world;
    const unknown = ['--image', 'durableaci.azurecr.io/unknown:1', ...registry, '--no-wait'];
    const outcome = await az.run('container', 'create', ...group('no-image'), ...unknown);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain(
      "ERROR: (InaccessibleImage) The image 'durableaci.azurecr.io/unknown:1' in container group 'no-image' is not accessible. Please check the image and registry credential.",
    );
  });

  test('a create beyond the quota of a new subscription says what is used and what was asked for', async () => {
    const { az } = world;
    const size = ['--image', image, ...registry, '--cpu', '11', '--memory', '2', '--no-wait'];
    const outcome = await az.run('container', 'create', ...group('too-large'), ...size);
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stderr).toContain(
      "ERROR: (ContainerGroupQuotaReached) Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'westeurope'. Limit: '10', Usage: '0' Requested: '11'.",
    );
  });
});

/** Types this as soon as a shell asks for something. */
function onPrompt(text: string): (printed: string, terminal: Terminal) => void {
  let isTyped = false;
  return (printed, terminal) => {
    if (isTyped || !/[#$] $/.test(printed)) return;
    isTyped = true;
    terminal.type(text);
  };
}

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
