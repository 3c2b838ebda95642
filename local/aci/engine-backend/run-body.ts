import type { RunSpec } from '../container-groups/container-backend.ts';
import type { TrustFiles } from '../process-backend/container-environment.ts';
import { commandOf, hostConfig, limitsOf } from './container-body.ts';
import type { Engine } from './find-engine.ts';
import { labelsOf } from './labels.ts';
import type { PreparedGroup } from './shared-groups.ts';
import type { StackAccess } from './stack-access.ts';
import { trustEnvironment, trustPaths } from './stack-environment.ts';

interface RunBodyOptions {
  readonly engine: Engine;
  readonly emulator: string;
  readonly stack: StackAccess;
  readonly trust: TrustFiles | undefined;
}

/** What the engine has to know to make a container of a run. Throws one line when the stack can not be reached. */
export async function runBody(
  run: RunSpec,
  { group, image }: { readonly group: PreparedGroup; readonly image: string },
  { engine, emulator, stack, trust }: RunBodyOptions,
): Promise<object> {
  const own = [...(trust ? trustEnvironment : []), ...run.environment];
  const environment = new Map(await stack.rewrite(own));
  return {
    Image: image,
    ...commandOf(run.command),
    Env: [...environment].map(([name, value]) => `${name}=${value}`),
    Labels: labelsOf(emulator, run),
    ...(group.holder === undefined && { Hostname: group.parts.groupName }),
    HostConfig: {
      ...hostConfig(engine),
      ...limitsOf(run, engine.info.NCPU),
      ...(group.holder === undefined
        ? { NetworkMode: 'bridge', ExtraHosts: await stack.extraHosts() }
        : { NetworkMode: `container:${group.holder}` }),
      Mounts: [...mountsOf(run, group), ...trustMounts(trust)],
    },
  };
}

function mountsOf(run: RunSpec, { volumes }: PreparedGroup): object[] {
  return run.mounts.map(({ volume, mountPath, readOnly }) => {
    const source = volumes.get(volume);
    if (!source) throw new Error(`the group has no volume '${volume}'`);
    const { Type, Source, ReadOnly } = source;
    return { Type, Source, Target: mountPath, ReadOnly: ReadOnly || readOnly };
  });
}

function trustMounts(trust: TrustFiles | undefined): object[] {
  if (!trust) return [];
  return [
    { Type: 'bind', Source: trust.ca, Target: trustPaths.ca, ReadOnly: true },
    { Type: 'bind', Source: trust.bundle, Target: trustPaths.bundle, ReadOnly: true },
  ];
}
