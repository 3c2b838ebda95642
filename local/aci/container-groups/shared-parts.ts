import { configMapVolumes } from '../model/config-map.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { SharedParts } from './container-backend.ts';

/** What the backend has to make before the containers of a group can run. */
export function sharedParts({ uid, name, body }: GroupRecord): SharedParts {
  const { volumes, ipAddress, containers, initContainers } = body.properties;
  const probes = containers.flatMap(({ properties: { livenessProbe, readinessProbe } }) => [
    livenessProbe,
    readinessProbe,
  ]);
  return {
    groupUid: uid,
    groupName: name,
    images: [...initContainers, ...containers].map(({ properties }) => properties.image),
    volumes: [...volumes, ...configMapVolumes(body.properties)],
    publicPorts: (ipAddress?.ports ?? []).map(({ port, protocol }) => ({
      port,
      protocol: protocol ?? 'TCP',
    })),
    probedPorts: [...new Set(probes.flatMap((probe) => probe?.httpGet?.port ?? []))],
    alone: containers.length + initContainers.length === 1,
  };
}
