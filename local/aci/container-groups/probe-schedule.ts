import type { Clock } from '../../support/clock.ts';
import type { GroupRecord } from '../model/group-record.ts';
import type { Probe } from '../model/probe-spec.ts';
import type { GroupEvent } from '../model/transition.ts';
import type { ProbeKind } from '../model/transitions/runs.ts';
import type { ContainerBackend, ProbeResult, RunKey } from './container-backend.ts';
import { probeOverHttp } from './http-probe.ts';

interface ProbeScheduleOptions {
  readonly backend: ContainerBackend;
  readonly clock: Clock;
  readonly report: (groupUid: string, event: GroupEvent) => void;
}

interface Watch {
  readonly key: RunKey;
  readonly kind: ProbeKind;
  readonly probe: Probe;
  failures: number;
  cancel: () => void;
}

/** Kubernetes' own: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes */
const defaults = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
};
const longestOutput = 1024;

/**
 * Probes running containers by the clock, one probe of a kind at a time for each. It knows nothing but what `follow`
 * tells it: after a restart of the emulator the period goes on from the container's start, and failures count anew.
 */
export class ProbeSchedule {
  private readonly options: ProbeScheduleOptions;
  /** Of each group, the watches of its running containers. */
  private readonly watches = new Map<string, Map<string, Watch>>();
  private closed = false;

  constructor(options: ProbeScheduleOptions) {
    this.options = options;
  }

  /** Begins to probe what runs now in a group, and stops what does not run any more. */
  follow(group: GroupRecord): void {
    if (this.closed) return;
    const before = this.watches.get(group.uid) ?? new Map<string, Watch>();
    const now = new Map<string, Watch>();
    for (const { since, ...what } of probedRuns(group)) {
      const name = `${what.key.container}/${what.key.run} ${what.kind}`;
      now.set(name, before.get(name) ?? this.begin(what, since));
    }
    for (const [name, watch] of before) if (!now.has(name)) watch.cancel();
    if (now.size > 0) this.watches.set(group.uid, now);
    else this.watches.delete(group.uid);
  }

  forget(groupUid: string): void {
    for (const watch of this.watches.get(groupUid)?.values() ?? []) watch.cancel();
    this.watches.delete(groupUid);
  }

  close(): void {
    this.closed = true;
    for (const uid of this.watches.keys()) this.forget(uid);
  }

  private begin(what: Pick<Watch, 'key' | 'kind' | 'probe'>, since: Date): Watch {
    const watch: Watch = { ...what, failures: 0, cancel: () => undefined };
    const delay = what.probe.initialDelaySeconds ?? defaults.initialDelaySeconds;
    this.schedule(watch, since.getTime() + delay * 1000);
    return watch;
  }

  /** At `due`, or at the next time of the period that has not passed. */
  private schedule(watch: Watch, due: number): void {
    const periodMs = (watch.probe.periodSeconds ?? defaults.periodSeconds) * 1000;
    const late = this.options.clock.now().getTime() - due;
    const next = due + Math.max(0, Math.ceil(late / periodMs)) * periodMs;
    let isCancelled = false;
    const cancelAlarm = this.options.clock.callAt(new Date(next), () => {
      const release = this.options.clock.hold();
      void this.run(watch, () => isCancelled)
        .then((isOver) => {
          if (!isOver && !isCancelled) this.schedule(watch, next + periodMs);
        })
        .finally(release);
    });
    watch.cancel = () => {
      isCancelled = true;
      cancelAlarm();
    };
  }

  /** Tells whether the container has been given up. */
  private async run(watch: Watch, isCancelled: () => boolean): Promise<boolean> {
    const { key, kind, probe } = watch;
    const { succeeded, output } = await this.ask(watch);
    if (isCancelled()) return true;
    watch.failures = succeeded ? 0 : watch.failures + 1;
    if (succeeded) return false;
    const { report } = this.options;
    const message = output.trim().slice(0, longestOutput);
    report(key.groupUid, { type: 'probeFailed', ...key, probe: kind, message });
    const isOver =
      kind === 'liveness' &&
      watch.failures >= (probe.failureThreshold ?? defaults.failureThreshold);
    if (isOver) report(key.groupUid, { type: 'notAlive', ...key });
    return isOver;
  }

  private async ask({ key, probe }: Watch): Promise<ProbeResult> {
    const { backend } = this.options;
    const timeoutMs = (probe.timeoutSeconds ?? defaults.timeoutSeconds) * 1000;
    try {
      if (!probe.httpGet) return await backend.probe(key, probe.exec?.command ?? [], timeoutMs);
      const address = await backend.addressOf(key.groupUid, probe.httpGet.port);
      return await probeOverHttp({ address, httpGet: probe.httpGet, timeoutMs });
    } catch (error) {
      return { succeeded: false, output: error instanceof Error ? error.message : String(error) };
    }
  }
}

function probedRuns(group: GroupRecord) {
  return group.containers.flatMap(({ name, run, state, killing }) => {
    const spec = group.body.properties.containers.find((container) => container.name === name);
    if (state.state !== 'Running' || killing || !spec) return [];
    const what = {
      key: { groupUid: group.uid, container: name, run },
      since: new Date(state.startTime),
    };
    const { livenessProbe, readinessProbe } = spec.properties;
    return [
      ...(livenessProbe ? [{ ...what, kind: 'liveness' as const, probe: livenessProbe }] : []),
      ...(readinessProbe ? [{ ...what, kind: 'readiness' as const, probe: readinessProbe }] : []),
    ];
  });
}
