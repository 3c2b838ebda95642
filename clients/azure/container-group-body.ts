import type { Container, ContainerGroup } from '@azure/arm-containerinstance';
import type { ContainerPlan, GroupPlan } from '../../jobs/group-plan.ts';

/** A group as ARM takes it. A job's containers end, so they are never restarted. */
export function containerGroupBody(plan: GroupPlan): ContainerGroup {
  return {
    location: plan.location,
    tags: { ...plan.tags },
    osType: 'Linux',
    restartPolicy: 'Never',
    containers: plan.containers.map(containerBody),
  };
}

function containerBody(plan: ContainerPlan): Container {
  return {
    name: plan.name,
    image: plan.image,
    ...(plan.command && { command: [...plan.command] }),
    resources: { requests: { cpu: plan.cpu, memoryInGB: plan.memoryInGB } },
    environmentVariables: plan.environment.map((variable) => ({ ...variable })),
  };
}
