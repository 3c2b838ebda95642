import net from 'node:net';
import { expect, test } from '@jest/globals';
import { findFreePorts, fixedPorts, reserveFixedPorts } from '../../../local/launcher/ports.ts';

function occupy(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

test('a taken port is named in one line, with what wanted it', async () => {
  const server = await occupy(fixedPorts.eventGrid);
  await expect(reserveFixedPorts()).rejects.toThrow(
    /^ports? .*7072 \(eventGrid\).* already in use on 127\.0\.0\.1; .*--ports random$/,
  );
  server.close();
});

test('free ports are all different', async () => {
  const ports = Object.values({ ...(await findFreePorts()) });
  expect(new Set(ports).size).toBe(Object.keys(fixedPorts).length);
});
