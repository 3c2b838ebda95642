import { z } from 'zod';
import { unitUsdPerSecond } from './cost.ts';
import type { Group } from './spec/group.ts';
import { rounded } from './rounded.ts';

const Amount = z.object({ asked: z.number(), most: z.number() });

/** What a container has used of what it asked for, as far as it was measured: by its highest minute. */
export const ContainerUse = z.object({
  container: z.string(),
  /** For how long it was measured. */
  minutes: z.number(),
  cpu: Amount.optional(),
  memoryInGB: Amount.optional(),
  /** Less of both than this nobody should ask for. */
  least: z.number(),
  /** What one vCPU, and what one GB, has cost in this run. */
  vcpuUsd: z.number(),
  gbUsd: z.number(),
});
export type ContainerUse = z.infer<typeof ContainerUse>;

/** What was measured of a container; peaks are those of minutes. */
export interface MeasuredUse {
  readonly container: string;
  readonly minutes: number;
  readonly cpu?: number | undefined;
  readonly memoryInGB?: number | undefined;
}

interface PlacedGroup {
  readonly location: string;
  readonly group: Group;
}

/**
 * What was measured of the containers of a group that was paid for so many seconds. A group should have 1 vCPU and 1 GB
 * at least: https://learn.microsoft.com/azure/container-instances/container-instances-container-groups#minimum-and-maximum-allocation
 */
export function usesOf(
  placed: PlacedGroup,
  seconds: number,
  measured: readonly MeasuredUse[],
): ContainerUse[] {
  const { containers } = placed.group.properties;
  const { vcpu, gb } = unitUsdPerSecond(placed);
  return containers.flatMap(({ name: container, properties: { resources } }) => {
    const use = measured.find((one) => one.container === container);
    if (!use) return [];
    const { cpu, memoryInGB } = resources.requests;
    return {
      container,
      minutes: use.minutes,
      ...(use.cpu !== undefined && { cpu: { asked: cpu, most: use.cpu } }),
      ...(use.memoryInGB !== undefined && {
        memoryInGB: { asked: memoryInGB, most: use.memoryInGB },
      }),
      least: containers.length === 1 ? 1 : 0.5,
      vcpuUsd: seconds * vcpu,
      gbUsd: seconds * gb,
    };
  });
}

/** With less than this much measured nobody knows. */
const fewestMinutes = 5;
/** A minute's highest is that of some moments of it, and the next input may be larger. */
const memoryReserve = 1.5;
const cpuReserve = 1.25;
/** For less it is not worth a change. */
const leastSaving = 0.25;

/**
 * What containers could ask for instead, as sentences for people: one for each container that has never used nearly what
 * it asked for. Of the uses of a job's tasks those of the same container and size count together, and the highest tells.
 */
export function adviceOf(uses: readonly ContainerUse[]): string[] {
  const alike = Map.groupBy(uses, ({ container, cpu, memoryInGB }) =>
    [container, cpu?.asked, memoryInGB?.asked].join('/'),
  );
  return [...alike.values()].flatMap((some) => {
    if (total(some, ({ minutes }) => minutes) < fewestMinutes) return [];
    return [...memoryAdvice(some), ...cpuAdvice(some)];
  });
}

/** ACI takes memory in tenths of a GB. */
function memoryAdvice(uses: readonly ContainerUse[]): string[] {
  const found = lessOf(uses, (use) => use.memoryInGB, { reserve: memoryReserve, step: 0.1 });
  if (!found) return [];
  const { asked, most, next } = found;
  const saved = total(uses, ({ gbUsd }) => gbUsd * (asked - next)) / uses.length;
  return [
    `${nameOf(uses)} used at most ${megabytes(most)} of ${asked} GB: memoryInGB ${next} would do${savedText(saved)}`,
  ];
}

function cpuAdvice(uses: readonly ContainerUse[]): string[] {
  const found = lessOf(uses, (use) => use.cpu, { reserve: cpuReserve, step: 0.5 });
  if (!found) return [];
  const { asked, most, next } = found;
  const saved = total(uses, ({ vcpuUsd }) => vcpuUsd * (asked - next)) / uses.length;
  return [
    `${nameOf(uses)} used at most ${rounded(most, 100)} of ${asked} vCPUs: cpu ${next} would do${savedText(saved)}`,
  ];
}

interface Rule {
  readonly reserve: number;
  /** Amounts are multiples of it. */
  readonly step: number;
}

interface Less {
  readonly asked: number;
  readonly most: number;
  readonly next: number;
}

/** A smaller amount that would have been enough for all; undefined when there is none that is worth it. */
function lessOf(
  uses: readonly ContainerUse[],
  amountOf: (use: ContainerUse) => ContainerUse['cpu'],
  { reserve, step }: Rule,
): Less | undefined {
  const amounts = uses.flatMap((use) => amountOf(use) ?? []);
  const [first] = amounts;
  if (!first) return undefined;
  const { asked } = first;
  const most = Math.max(...amounts.map((amount) => amount.most));
  const enough = Math.ceil((most * reserve) / step - 1e-9) * step;
  const next = rounded(Math.max(enough, ...uses.map(({ least }) => least)), 1000);
  return next <= asked * (1 - leastSaving) ? { asked, most, next } : undefined;
}

function nameOf([use]: readonly ContainerUse[]): string {
  return use?.container ?? '';
}

function megabytes(gb: number): string {
  return `${Math.ceil(gb * 1024)} MB`;
}

function savedText(usd: number): string {
  return usd > 0 ? `, and saves $${usd.toPrecision(2)} per run` : '';
}

function total<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
