import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HostRelay } from '../../../../local/aci/engine-backend/host-relay.ts';
import { ensureCertificates } from '../../../../local/support/certificates.ts';
import { ensureNodeImage, nodeImage, withEngine } from '../../../support/container-engine.ts';
import { BackendWorld, runSpec, shell } from './support/backend-world.ts';

function portOf(server: net.Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

test('a relay passes on both ways, the end of one side too, and ends its connections with itself', async () => {
  const echo = net.createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const relay = new HostRelay({ address: '::1', ports: [portOf(echo)] });
  await relay.open();
  const client = net.connect({ host: '::1', port: portOf(echo), allowHalfOpen: true });
  client.end('hello');
  await expect(text(client)).resolves.toBe('hello');

  const open = net.connect({ host: '::1', port: portOf(echo) });
  await once(open, 'connect');
  const closed = once(open, 'close');
  await relay.close();
  await closed;
  echo.close();
});

test('a port that is taken is named, and then none is open', async () => {
  const taken = net.createServer().listen(0, '::1');
  await once(taken, 'listening');
  const free = net.createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const relay = new HostRelay({ address: '::1', ports: [portOf(free), portOf(taken)] });
  await expect(relay.open()).rejects.toThrow(
    `port ${portOf(taken)} of ::1, where containers look for the local stack, is already in use`,
  );
  const client = net.connect({ host: '::1', port: portOf(free) });
  const failure: unknown[] = await once(client, 'error');
  expect(failure[0]).toMatchObject({ code: 'ECONNREFUSED' });
  taken.close();
  free.close();
});

withEngine(() => {
  let folder: string;
  let world: BackendWorld;
  let port = 0;
  let server: https.Server;
  const received: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'aci-stack-'));
    const { ca, caFile, cert, key } = await ensureCertificates(folder);
    const bundle = path.join(folder, 'bundle.pem');
    await writeFile(bundle, [ca, ...rootCertificates].join('\n'));
    server = https.createServer({ cert, key }, (request, reply) => {
      void text(request).then((body) => {
        received.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
        reply.end(request.method === 'GET' ? 'the input' : '');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    port = portOf(server);
    world = await BackendWorld.open({ trust: { ca: caFile, bundle }, stackPorts: [port] });
    await ensureNodeImage(world.engine);
  });
  afterAll(async () => {
    await world.close();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** As the jobs of this project do it. It trusts no authority but those it is told of. */
  const job = `
    const { INPUT_URL, OUTPUT_URL, COMPLETION_URL } = process.env;
    const input = await (await fetch(INPUT_URL)).text();
    await fetch(OUTPUT_URL, { method: 'PUT', body: input + ', done' });
    await fetch(COMPLETION_URL, { method: 'POST', body: 'completed' });
    console.log(INPUT_URL);`;

  test.each([true, false])(
    'a container reads its input, writes its output and tells its end (alone: %s)',
    async (alone) => {
      const origin = `https://127.0.0.1:${port}`;
      const environment = [
        ['INPUT_URL', `${origin}/in?sig=a%2Fb`],
        ['OUTPUT_URL', `${origin}/out`],
        ['COMPLETION_URL', `https://localhost:${port}/done`],
      ] as const;
      received.length = 0;
      const command = ['node', '--input-type=module', '-e', job];
      const spec = { image: nodeImage, environment };
      const run = await world.run(command, spec, { alone });
      await expect(world.output(run)).resolves.toBe(
        `https://host.docker.internal:${port}/in?sig=a%2Fb\n`,
      );
      expect(received).toEqual([
        'GET /in?sig=a%2Fb ',
        'PUT /out the input, done',
        'POST /done completed',
      ]);
    },
  );

  test('the authority is where the variables say, and a group may say otherwise', async () => {
    const script =
      'cmp -s "$NODE_EXTRA_CA_CERTS" /run/aci/ca.pem && head -1 "$CURL_CA_BUNDLE" && echo $SSL_CERT_FILE';
    const environment = [['SSL_CERT_FILE', '/own.pem']] as const;
    const run = await world.run(shell(script), { environment });
    await expect(world.output(run)).resolves.toBe('-----BEGIN CERTIFICATE-----\n/own.pem\n');
  });

  test('a container can not start while the way to the stack is taken', async () => {
    const gateway = /host\.docker\.internal/;
    const hosts = await world.output(await world.run(['cat', '/etc/hosts']));
    const address =
      hosts
        .split('\n')
        .find((line) => gateway.test(line))
        ?.split(/\s/)[0] ?? '';
    const holder = await world.run(shell('sleep 600'));
    const server = net.createServer().listen(0, address);
    await once(server, 'listening');
    const taken = portOf(server);
    const other = await BackendWorld.open({ stackPorts: [taken] });
    const groupUid = await other.prepare({ alone: true });
    const environment = [['URL', `http://127.0.0.1:${taken}`]] as const;
    const spec = { groupUid, environment, command: ['true'] };
    await expect(other.backend.start(runSpec(spec))).resolves.toEqual({
      result: 'failed',
      message: expect.stringContaining(`port ${taken} of ${address}`),
    });
    server.close();
    await once(server, 'close');
    const run = await other.start(spec);
    await expect(other.exit(run)).resolves.toMatchObject({ exitCode: 0 });
    await other.close();
    await world.backend.kill(holder);
  });
});
