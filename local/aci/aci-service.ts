import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { ensureCertificates, type Certificates } from '../support/certificates.ts';
import type { LocalService, Ready } from '../support/service.ts';
import { BehaviourSettings } from './admin/behaviour-settings.ts';
import { Billing } from './admin/billing.ts';
import { FaultUses } from './admin/fault-uses.ts';
import { Faults } from './admin/faults.ts';
import { Journal } from './admin/journal.ts';
import { watchGroups } from './admin/watch-groups.ts';
import type { ContainerBackend } from './container-groups/container-backend.ts';
import { Deletions } from './container-groups/deletions.ts';
import { GroupRegistry } from './container-groups/group-registry.ts';
import type { AdvanceableClock, Emulator } from './emulator.ts';
import { createApp } from './http/app.ts';
import { listen, type ListenOptions } from './http/listen.ts';
import type { HttpServer } from '../support/http-server.ts';
import { TokenIssuer, tokenKey } from './identity/token-issuer.ts';
import { Throttles } from './limits/throttle.ts';
import type { Limits } from './model/behaviour.ts';
import type { Timing } from './model/timing.ts';
import type { TrustFiles } from './process-backend/container-environment.ts';
import { ImageMap } from './process-backend/image-map.ts';
import { chooseBackend, type EngineChoice } from './choose-backend.ts';
import { Profiles } from './profiles/profiles.ts';
import { StandbyPools } from './standby-pools/standby-pools.ts';
import { AciStore } from './store/aci-store.ts';
import { TerminalServer } from './terminals/terminal-server.ts';

export interface AciServiceOptions {
  /** 0 lets the system choose. */
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly dataFolder: string;
  readonly certificatesFolder: string;
  /** How images run as processes. */
  readonly imagesFile: string;
  /** `auto`: real containers when the machine has an engine. */
  readonly engine: EngineChoice;
  /** Ports of this machine that containers have to reach, besides the emulator's own. */
  readonly stackPorts: readonly number[];
  /** Folders that gitRepo volumes may be cloned from. */
  readonly gitFolders: readonly string[];
  readonly timing: Timing;
  readonly limits: Limits;
  readonly clock: AdvanceableClock;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly pageSize: number;
}

const tenantId = '22222222-2222-2222-2222-222222222222';

/** ARM, container groups and token endpoints on one HTTP and one HTTPS port of this machine. */
export class AciService implements LocalService {
  private readonly options: AciServiceOptions;
  private opening: Promise<unknown> = Promise.resolve();
  private readonly cleanups: (() => Promise<void> | void)[] = [];

  constructor(options: AciServiceOptions) {
    this.options = options;
  }

  async start(): Promise<Ready> {
    try {
      const opening = this.open();
      this.opening = opening;
      return await opening;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    // What is half open can not be closed.
    await this.opening.catch(() => undefined);
    for (let next = this.cleanups.pop(); next; next = this.cleanups.pop()) await next();
  }

  private async open(): Promise<Ready> {
    const { options } = this;
    const images = ImageMap.load(options.imagesFile);
    await mkdir(options.dataFolder, { recursive: true, mode: 0o700 });
    const certificates = await ensureCertificates(options.certificatesFolder);
    const backend = await this.backend(images, await this.writeTrust(certificates));
    const emulator = this.assemble(certificates, backend);
    await this.neverGoBack(emulator);
    const app = createApp(emulator);
    const { terminals } = emulator;
    const upgrade: ListenOptions['upgrade'] = (...args) => {
      terminals.upgrade(...args);
    };
    const http = await this.listen(() => listen(app, { port: options.httpPort, upgrade }));
    const https = await this.listen(() =>
      listen(app, { port: options.httpsPort, tls: certificates, upgrade }),
    );
    // Last, because it starts containers: not before it is clear that nobody else holds the ports.
    this.cleanups.push(() => emulator.groups.close());
    // Before containers, to say why, and listeners, which would wait for these connections.
    this.cleanups.push(() => terminals.close());
    const identityEndpoint = `${http.url}/msi/token`;
    await emulator.groups.open(identityEndpoint);
    this.cleanups.push(() => {
      emulator.standbyPools.close();
    });
    emulator.standbyPools.open();
    this.cleanups.push(() => {
      emulator.deletions.close();
    });
    emulator.deletions.open();
    return {
      arm: http.url,
      armHttps: https.url,
      caCertificate: certificates.caFile,
      subscriptionId: options.subscriptionId,
      resourceGroup: options.resourceGroup,
      identityEndpoint,
      containers: emulator.backend.name,
    };
  }

  private async listen(open: () => Promise<HttpServer>): Promise<HttpServer> {
    const listener = await open();
    this.cleanups.push(() => listener.close());
    return listener;
  }

  private backend(images: ImageMap, trust: TrustFiles): Promise<ContainerBackend> {
    const { engine, httpPort, httpsPort, timing, ...options } = this.options;
    const { killGraceMs } = timing;
    const ports = [...options.stackPorts, httpPort, httpsPort];
    const stackPorts = [...new Set(ports)].filter((port) => port > 0);
    return chooseBackend(engine, { ...options, images, killGraceMs, trust, stackPorts });
  }

  private assemble(certificates: Certificates, backend: ContainerBackend): Emulator {
    const { clock, timing, dataFolder, ...options } = this.options;
    const store = new AciStore(dataFolder);
    this.cleanups.push(() => {
      store.close();
    });
    const { subscriptionId, resourceGroup, location } = options;
    if (!store.findResourceGroup(resourceGroup)) {
      store.saveResourceGroup({ subscriptionId, name: resourceGroup, location, tags: {} });
    }
    const { database } = store;
    const journal = new Journal(database);
    const billing = new Billing(database);
    const faultUses = new FaultUses(database);
    const onChange = watchGroups({ journal, billing, faultUses, clock });
    const behaviour = new BehaviourSettings(database, this.options.limits);
    const groups = new GroupRegistry({ store, backend, clock, timing, behaviour, onChange });
    const profiles = new Profiles(database);
    return {
      settings: { ...options, tenantId, caCertificate: certificates.ca },
      clock,
      timing,
      store,
      backend,
      terminals: new TerminalServer({ backend, clock }),
      groups,
      behaviour,
      throttles: new Throttles(),
      profiles,
      standbyPools: new StandbyPools({ groups, profiles, behaviour, clock, timing, store }),
      faults: new Faults(database, clock, timing.jitter?.seed),
      faultUses,
      deletions: new Deletions({ database, clock, groups }),
      billing,
      journal,
      tokens: new TokenIssuer({ tenantId, key: tokenKey(store.database) }),
    };
  }

  /** Time that was advanced goes on from there after a restart. */
  private async neverGoBack({ clock, store }: Emulator): Promise<void> {
    const aheadMs = (store.latestTime()?.getTime() ?? 0) - clock.now().getTime();
    if (aheadMs > 0) await clock.advance(aheadMs);
  }

  /** The authority for containers: alone for Node, which adds it, and with the public ones for those who know one file. */
  private async writeTrust({ ca, caFile }: Certificates): Promise<TrustFiles> {
    const bundle = path.join(this.options.dataFolder, 'ca-bundle.pem');
    await writeFile(bundle, [ca, ...rootCertificates].join('\n'));
    return { ca: caFile, bundle };
  }
}
