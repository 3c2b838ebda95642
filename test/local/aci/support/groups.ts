import type { ContainerGroup } from '@azure/arm-containerinstance';

export const image = 'durableaci.azurecr.io/test:1';

/** A group of one container that runs this command. */
export function groupOf(
  command: readonly string[],
  more: Partial<ContainerGroup> = {},
): ContainerGroup {
  return {
    location: 'westeurope',
    osType: 'Linux',
    restartPolicy: 'Never',
    containers: [
      {
        name: 'main',
        image,
        command: [...command],
        resources: { requests: { cpu: 1, memoryInGB: 1 } },
      },
    ],
    ...more,
  };
}

export function shell(script: string): string[] {
  return ['/bin/sh', '-c', script];
}
