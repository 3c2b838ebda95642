import type { Measure, UsageMinute } from '../container-groups/container-backend.ts';

interface Look {
  /** By the service's clock. */
  readonly at: Date;
  /** By the machine's, in milliseconds: what a processor does takes real time. */
  readonly realMs: number;
  readonly memoryBytes: number;
  /** Of all its processes since their start; undefined where the system does not show it. */
  readonly cpuSeconds: number | undefined;
}

/** Of a week; more is not asked for. */
const maxMinutes = 7 * 24 * 60;

/** What a run has used, by minutes of the service's clock, as far as somebody looked. */
export class RunUsage {
  private readonly minutes = new Map<number, { memoryBytes?: Measure; cpuMillicores?: Measure }>();
  private last: Look | undefined;

  add(look: Look): void {
    const minute = Math.floor(look.at.getTime() / 60_000);
    const before = this.minutes.get(minute) ?? {};
    const cpu = this.millicores(look);
    this.minutes.set(minute, {
      memoryBytes: withValue(before.memoryBytes, look.memoryBytes),
      ...(cpu === undefined
        ? before.cpuMillicores && { cpuMillicores: before.cpuMillicores }
        : { cpuMillicores: withValue(before.cpuMillicores, cpu) }),
    });
    this.last = look;
    const [oldest] = this.minutes.keys();
    if (this.minutes.size > maxMinutes && oldest !== undefined) this.minutes.delete(oldest);
  }

  list(): UsageMinute[] {
    return [...this.minutes].map(([minute, measures]) => ({
      from: new Date(minute * 60_000),
      ...measures,
    }));
  }

  /** Between two looks; a process that has ended takes its time with it when nobody waited for it. */
  private millicores({ realMs, cpuSeconds }: Look): number | undefined {
    const { last } = this;
    if (cpuSeconds === undefined || last?.cpuSeconds === undefined) return undefined;
    const seconds = (realMs - last.realMs) / 1000;
    if (seconds <= 0) return undefined;
    return Math.max(0, Math.round(((cpuSeconds - last.cpuSeconds) / seconds) * 1000));
  }
}

function withValue(measure: Measure | undefined, value: number): Measure {
  if (!measure) return { count: 1, sum: value, least: value, most: value };
  return {
    count: measure.count + 1,
    sum: measure.sum + value,
    least: Math.min(measure.least, value),
    most: Math.max(measure.most, value),
  };
}
