import path from 'node:path';
import { z } from 'zod';
import { parseCommandLine, port } from '../support/command-line.ts';

/** Where Microsoft's emulator has them. */
const fixedPorts = { amqp: 5672, admin: 5300 };

const Options = z.strictObject({
  config: z.string().optional(),
  data: z.string().default('.local/service-bus'),
  ports: z.enum(['fixed', 'random']).default('fixed'),
  port: port.optional(),
  'admin-port': port.optional(),
});

interface CommandLine {
  readonly configFile: string | undefined;
  readonly dataFolder: string;
  readonly amqpPort: number;
  readonly adminPort: number;
}

/** The command line; throws one line with all that is wrong. A port that is given goes before `--ports`. */
export function parseOptions(args: readonly string[]): CommandLine {
  const options = parseCommandLine(Options, args);
  const { config, data, ports, 'admin-port': adminPort } = options;
  const random = ports === 'random' || options.port !== undefined;
  return {
    configFile: config === undefined ? undefined : path.resolve(config),
    dataFolder: path.resolve(data),
    amqpPort: options.port ?? (random ? 0 : fixedPorts.amqp),
    adminPort: adminPort ?? (random ? 0 : fixedPorts.admin),
  };
}
