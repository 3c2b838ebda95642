import { createHash } from 'node:crypto';
import type { PrepareResult, SharedParts } from '../container-groups/container-backend.ts';
import type { Volume } from '../model/volume-spec.ts';
import {
  groupsWithVolumes,
  prepareVolumes,
  removeVolumes,
  type VolumeOptions,
} from '../volumes/prepare-volumes.ts';
import { hostConfig, type MountSource } from './container-body.ts';
import type { Containers } from './containers.ts';
import { EngineError, unlessMissing } from './engine-client.ts';
import type { Engine } from './find-engine.ts';
import type { GroupStore } from './group-store.ts';
import { labels } from './labels.ts';
import { emptyFolder, ensurePauseImage } from './pause-image.ts';
import type { ContainerDetails } from './replies.ts';
import type { StackAccess } from './stack-access.ts';

interface SharedGroupsOptions {
  readonly engine: Engine;
  readonly containers: Containers;
  readonly emulator: string;
  readonly store: GroupStore;
  readonly volumes: VolumeOptions;
  readonly stack: StackAccess;
}

/** What a group's containers are started with. */
export interface PreparedGroup {
  readonly parts: SharedParts;
  /** The container whose network all share; a container that is alone has its own. */
  readonly holder: string | undefined;
  readonly volumes: ReadonlyMap<string, MountSource>;
  /** Where ports of the group are on this machine's loopback. */
  readonly ports: ReadonlyMap<number, number>;
}

const holderLabel = 'aci.network';
const loopback = '127.0.0.1';

/** The networks and volumes of groups. The network is held by a container of ours, so that it outlives those of the group. */
export class SharedGroups {
  private readonly options: SharedGroupsOptions;
  private readonly groups = new Map<string, PreparedGroup>();

  constructor(options: SharedGroupsOptions) {
    this.options = options;
  }

  async prepare(parts: SharedParts): Promise<PrepareResult> {
    const { store, volumes } = this.options;
    store.save(parts);
    const folders = await prepareVolumes(
      { groupUid: parts.groupUid, volumes: parts.volumes.filter(({ emptyDir }) => !emptyDir) },
      volumes,
    );
    if (folders.result !== 'ready') return folders;
    try {
      const holder = needsHolder(parts) ? await this.ensureHolder(parts) : undefined;
      this.groups.set(parts.groupUid, {
        parts,
        holder: holder?.Id,
        volumes: mountSources(parts, folders.hostPaths),
        ports: publishedPorts(holder),
      });
      return { result: 'ready', ipAddress: loopback };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { result: 'failed', message: error.message };
    }
  }

  /** A group that this or an earlier process has prepared. */
  async get(groupUid: string): Promise<PreparedGroup> {
    const known = this.groups.get(groupUid);
    if (known) return known;
    const parts = this.options.store.find(groupUid);
    if (!parts) throw new Error('the group was not prepared');
    return this.prepareAgain(parts);
  }

  /** After the engine has lost what it had: its machine was started again. */
  async prepareAgain(parts: SharedParts): Promise<PreparedGroup> {
    const prepared = await this.prepare(parts);
    const group = this.groups.get(parts.groupUid);
    if (prepared.result !== 'ready') throw new Error(prepared.message);
    if (!group) throw new Error('the group was not prepared');
    return group;
  }

  async isHolderRunning({ holder }: PreparedGroup): Promise<boolean> {
    if (holder === undefined) return true;
    return (await this.options.containers.inspect(holder))?.State.Status === 'running';
  }

  /** Where this process reaches a port of the group. */
  async addressOf(groupUid: string, port: number): Promise<{ hostname: string; port: number }> {
    const published = (await this.get(groupUid)).ports.get(port);
    if (published === undefined) throw new Error(`port ${String(port)} is not published`);
    return { hostname: loopback, port: published };
  }

  /** Once its containers are gone. */
  async remove(groupUid: string): Promise<void> {
    const { store, engine, volumes } = this.options;
    const parts = this.groups.get(groupUid)?.parts ?? store.find(groupUid);
    for (const { name } of parts?.volumes.filter(({ emptyDir }) => emptyDir) ?? []) {
      await engine.client
        .text({ method: 'DELETE', path: `/volumes/${engineVolume(groupUid, name)}` })
        .catch(unlessMissing);
    }
    await removeVolumes(groupUid, volumes);
    await store.remove(groupUid);
    this.groups.delete(groupUid);
  }

  /** All groups that keep something here. */
  async list(): Promise<readonly string[]> {
    const { store, volumes } = this.options;
    return [...new Set([...(await store.list()), ...(await groupsWithVolumes(volumes))])];
  }

  /** The container that holds the network: the one that is there, or a new one when the group has changed. */
  private async ensureHolder(parts: SharedParts): Promise<ContainerDetails> {
    const { containers } = this.options;
    const { groupUid } = parts;
    const version = versionOf(parts);
    const present = await containers.list({ groupUid });
    const holder = present.find(({ Labels }) => Labels?.[holderLabel] === version);
    if (!holder && present.some(({ Labels }) => Labels?.[holderLabel] !== undefined)) {
      // Members first: Podman removes no network that another container has.
      const rank = ({ Labels }: (typeof present)[number]): number =>
        Labels?.[holderLabel] ? 1 : 0;
      for (const { Id } of [...present].sort((a, b) => rank(a) - rank(b))) {
        await containers.remove(Id);
      }
    }
    const id = holder?.Id ?? (await this.createHolder(parts, version));
    if (holder?.State !== 'running') await this.startHolder(id);
    const details = await containers.inspect(id);
    if (!details) throw new Error('the container that holds the network is gone');
    return details;
  }

  private async createHolder(parts: SharedParts, version: string): Promise<string> {
    const { containers, engine, emulator, stack } = this.options;
    const { groupUid, groupName, volumes } = parts;
    const config = hostConfig(engine);
    return containers.create(`aci_${groupName}_network_${groupUid}`, {
      Image: await ensurePauseImage(engine),
      Entrypoint: ['/pause'],
      Hostname: groupName,
      Labels: {
        [labels.emulator]: emulator,
        [labels.group]: groupUid,
        [holderLabel]: version,
      },
      ExposedPorts: Object.fromEntries(Object.keys(bindings(parts)).map((port) => [port, {}])),
      HostConfig: {
        ...config,
        NetworkMode: 'bridge',
        PortBindings: bindings(parts),
        ExtraHosts: await stack.extraHosts(),
        // A volume that is new takes the mode of the folder where it is mounted first: anyone may write to it.
        Mounts: volumes
          .filter(({ emptyDir }) => emptyDir)
          .map(({ name }, index) => ({
            Type: 'volume',
            Source: engineVolume(groupUid, name),
            Target: emptyFolder(index),
          })),
      },
    });
  }

  private async startHolder(id: string): Promise<void> {
    const { containers } = this.options;
    try {
      await containers.start(id);
    } catch (error) {
      // A port may be taken; nothing is left behind.
      await containers.remove(id);
      throw error;
    }
  }
}

/** A container that is alone and shares nothing can have all of its own, and starts in half the time. */
function needsHolder({ alone, volumes, publicPorts, probedPorts }: SharedParts): boolean {
  const hasPorts = publicPorts.length > 0 || probedPorts.length > 0;
  return !alone || hasPorts || volumes.some(({ emptyDir }) => emptyDir);
}

/** Public ports under their own numbers, those for probes under any. */
function bindings({ publicPorts, probedPorts }: SharedParts) {
  const open = publicPorts.map(({ port, protocol }) => {
    const binding = { HostIp: loopback, HostPort: String(port) };
    return [`${String(port)}/${protocol.toLowerCase()}`, [binding]] as const;
  });
  const probed = probedPorts.map(
    (port) => [`${String(port)}/tcp`, [{ HostIp: loopback, HostPort: '' }]] as const,
  );
  return Object.fromEntries([...probed, ...open]);
}

function publishedPorts(holder: ContainerDetails | undefined): ReadonlyMap<number, number> {
  const ports = Object.entries(holder?.NetworkSettings.Ports ?? {});
  return new Map(
    ports.flatMap(([name, published]) => {
      const first = published?.[0];
      return name.endsWith('/tcp') && first ? [[parseInt(name, 10), Number(first.HostPort)]] : [];
    }),
  );
}

/** Changes with all that a container can not be given after it was made. */
function versionOf(parts: SharedParts): string {
  const emptyDirs = parts.volumes.filter(({ emptyDir }) => emptyDir).map(({ name }) => name);
  const made = JSON.stringify([bindings(parts), emptyDirs]);
  return createHash('sha256').update(made).digest('hex').slice(0, 12);
}

function mountSources(
  { groupUid, volumes }: SharedParts,
  hostPaths: ReadonlyMap<string, string>,
): ReadonlyMap<string, MountSource> {
  return new Map(volumes.map((volume) => [volume.name, sourceOf(volume, groupUid, hostPaths)]));
}

function sourceOf(
  { name, emptyDir, azureFile, secret }: Volume,
  groupUid: string,
  hostPaths: ReadonlyMap<string, string>,
): MountSource {
  return emptyDir
    ? { Type: 'volume', Source: engineVolume(groupUid, name), ReadOnly: false }
    : {
        Type: 'bind',
        Source: hostPaths.get(name) ?? '',
        ReadOnly: secret !== undefined || azureFile?.readOnly === true,
      };
}

/** Kept by the engine: it can remove what a container's root has written, this process perhaps can not. */
function engineVolume(groupUid: string, volume: string): string {
  return `aci_${groupUid}_${volume}`;
}
