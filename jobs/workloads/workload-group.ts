import type { Group } from '../spec/group.ts';

/** A group of one container that runs an image of `images/`, as `workload:<image>` names it. */
export function workloadGroup(options: {
  readonly image: string;
  readonly command?: string[];
  readonly environment?: Readonly<Record<string, string | number>>;
}): Group {
  const environmentVariables = Object.entries(options.environment ?? {}).map(([name, value]) => ({
    name,
    value: String(value),
  }));
  return {
    properties: {
      containers: [
        {
          name: options.image,
          properties: {
            image: `workload:${options.image}`,
            ...(options.command && { command: options.command }),
            resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
            environmentVariables,
          },
        },
      ],
      osType: 'Linux',
      restartPolicy: 'Never',
    },
  };
}
