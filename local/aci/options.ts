import path from 'node:path';
import { z } from 'zod';
import { parseCommandLine, port } from '../support/command-line.ts';
import { subscriptionLimits } from './model/behaviour.ts';
import { scaledTiming, timings } from './model/timing.ts';

const Options = z.object({
  http: port.default(7080),
  https: port.default(7443),
  data: z.string().default('.local/aci'),
  certificates: z.string().optional(),
  timing: z.enum(['instant', 'fast', 'real'] satisfies (keyof typeof timings)[]).default('fast'),
  /** All emulated times are so much longer or shorter. */
  'time-scale': z.coerce.number().positive().max(1000).default(1),
  /** Lets emulated times vary by a fifth, always in the same way. */
  seed: z.coerce.number().int().optional(),
  limits: z
    .enum(['new', 'standard', 'unlimited'] satisfies (keyof typeof subscriptionLimits)[])
    .default('new'),
  engine: z.enum(['auto', 'docker', 'process']).default('auto'),
  'stack-ports': z
    .string()
    .regex(/^\d+(,\d+)*$/, 'has to be ports with commas')
    .optional(),
  /** Folders that gitRepo volumes may be cloned from. */
  'git-folders': z.string().optional(),
  'allow-file': z.string().optional(),
  subscription: z.guid().default('11111111-1111-1111-1111-111111111111'),
  'resource-group': z.string().min(1).default('durable-aci'),
  location: z.string().min(1).default('westeurope'),
  'page-size': z.coerce.number().int().positive().default(100),
});

/** The command line; throws one line with all that is wrong. Paths become absolute. */
export function parseOptions(args: readonly string[]) {
  const options = parseCommandLine(Options, args);
  const data = path.resolve(options.data);
  return {
    httpPort: options.http,
    httpsPort: options.https,
    dataFolder: data,
    certificatesFolder: path.resolve(options.certificates ?? path.join(data, 'certificates')),
    engine: options.engine,
    stackPorts: (options['stack-ports'] ?? '').split(',').filter(Boolean).map(Number),
    gitFolders: (options['git-folders'] ?? '')
      .split(',')
      .filter(Boolean)
      .map((folder) => path.resolve(folder)),
    timing: {
      ...scaledTiming(timings[options.timing], options['time-scale']),
      ...(options.seed !== undefined && { jitter: { seed: options.seed, part: 0.2 } }),
    },
    limits: subscriptionLimits[options.limits],
    imagesFile:
      options['allow-file'] === undefined ? undefined : path.resolve(options['allow-file']),
    subscriptionId: options.subscription,
    resourceGroup: options['resource-group'],
    location: options.location,
    pageSize: options['page-size'],
  };
}
