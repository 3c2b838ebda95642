import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Every port of the stack by what listens there; architecture and READY use the same names. */
export interface Ports {
  readonly functions: number;
  readonly blob: number;
  readonly storageQueue: number;
  readonly table: number;
  readonly arm: number;
  readonly armHttps: number;
  readonly eventGrid: number;
  readonly serviceBus: number;
  readonly serviceBusAdmin: number;
  readonly logicApps: number;
  readonly keyVault: number;
}

/** Where Azure's own tools have them, as far as they have them. */
export const fixedPorts: Ports = {
  functions: 7071,
  blob: 10000,
  storageQueue: 10001,
  table: 10002,
  arm: 7080,
  armHttps: 7443,
  eventGrid: 7072,
  serviceBus: 5672,
  serviceBusAdmin: 5300,
  logicApps: 7090,
  keyVault: 7444,
};

/** The fixed ports, when all are free; fails with one line that names every taken one. */
export async function reserveFixedPorts(): Promise<Ports> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries<number>({ ...fixedPorts })) {
    const free = await tryListen(port);
    if (free === undefined) taken.push(`${String(port)} (${name})`);
  }
  if (taken.length === 0) return fixedPorts;
  const [ports, are] = taken.length === 1 ? ['port', 'is'] : ['ports', 'are'];
  throw new Error(
    `${ports} ${taken.join(', ')} ${are} already in use on 127.0.0.1; stop what listens there, or use --ports random`,
  );
}

/**
 * Ports that are free now. They are told to the services, so that one that is restarted comes back where it was. They are
 * below those that systems give to outgoing connections, any of which might have one by the time its service starts:
 * https://en.wikipedia.org/wiki/Ephemeral_port
 */
export async function findFreePorts(): Promise<Ports> {
  const found = new Set<number>();
  const wanted = Object.keys(fixedPorts).length;
  while (found.size < wanted) {
    const port = await tryListen(randomInt(20_000, 32_768));
    if (port !== undefined) found.add(port);
  }
  const free = [...found];
  const [functions = 0, blob = 0, storageQueue = 0, table = 0, arm = 0, armHttps = 0] = free;
  const [eventGrid = 0, serviceBus = 0, serviceBusAdmin = 0, logicApps = 0, keyVault = 0] =
    free.slice(6);
  return {
    ...{ functions, blob, storageQueue, table, arm, armHttps },
    ...{ eventGrid, serviceBus, serviceBusAdmin, logicApps, keyVault },
  };
}

/** The port that was listened on for a moment; undefined when it is taken. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : undefined);
      });
    });
  });
}
