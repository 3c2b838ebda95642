import type { Measure, UsageMinute } from '../container-groups/container-backend.ts';
import type { Aggregation, MetricsQuery } from './metrics-query.ts';

type Asked = Pick<MetricsQuery, 'aggregations' | 'from' | 'to' | 'intervalMinutes'>;

/** A point for each interval of which something is known; Azure has points without values between them, too. */
export function points(
  minutes: readonly UsageMinute[],
  measureOf: (minute: UsageMinute) => Measure | undefined,
  { aggregations, from, to, intervalMinutes }: Asked,
): object[] {
  const step = intervalMinutes * 60_000;
  const startOf = (date: Date) => Math.floor(date.getTime() / step) * step;
  const inSpan = minutes.filter(
    (minute) => minute.from < to && startOf(minute.from) >= startOf(from),
  );
  const byStart = Map.groupBy(inSpan, (minute) => startOf(minute.from));
  return [...byStart]
    .sort(([a], [b]) => a - b)
    .flatMap(([start, some]) => {
      const known = some.flatMap((minute) => measureOf(minute) ?? []);
      if (known.length === 0) return [];
      const values = aggregations.map((kind) => [kind, valueOf(known, kind)] as const);
      return [{ timeStamp: new Date(start).toISOString(), ...Object.fromEntries(values) }];
    });
}

function valueOf(measures: readonly Measure[], kind: Aggregation): number {
  if (kind === 'minimum') return Math.min(...measures.map(({ least }) => least));
  if (kind === 'maximum') return Math.max(...measures.map(({ most }) => most));
  const sum = measures.reduce((all, measure) => all + measure.sum, 0);
  return sum / measures.reduce((all, { count }) => all + count, 0);
}
