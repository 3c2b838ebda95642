import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { GroupRecord } from '../model/group-record.ts';
import { cost, Rates, type RegionRates, usualRates } from './billing-rates.ts';
import { readMeter } from './meter.ts';

const time = z.iso.datetime();

const Bill = z.object({
  uid: z.string(),
  group: z.string(),
  resourceGroup: z.string(),
  location: z.string(),
  cpu: z.number(),
  memoryInGB: z.number(),
  osType: z.enum(['Linux', 'Windows']),
  isSpot: z.boolean(),
  /** When it was first billed, and until when it was last; absent while it is. */
  from: time,
  to: time.optional(),
  /** Of the time it is billed for now. */
  since: time.optional(),
  /** What was billed before that. */
  billedMs: z.number(),
});
type Bill = z.infer<typeof Bill>;

interface BillingReport {
  readonly currency: 'USD';
  readonly rates: Readonly<Record<string, Rates>>;
  readonly total: { readonly groups: number; readonly seconds: number; readonly cost: number };
  readonly groups: readonly object[];
}

/** Not more of the groups are shown; all are in the total. */
const mostShown = 10_000;

/** What each group has cost, also of those that are gone; on disk, so that many old ones take no memory. */
export class Billing {
  private readonly database: DatabaseSync;
  private readonly select: StatementSync;
  private readonly upsert: StatementSync;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.select = database.prepare('SELECT json FROM billing WHERE uid = ?');
    this.upsert = database.prepare(
      'INSERT INTO billing VALUES (?, ?, ?) ON CONFLICT (uid) DO UPDATE SET json = excluded.json',
    );
  }

  /** Starts, ends or takes up a group's time by what it has become. */
  observe(group: GroupRecord, now: Date): void {
    const { from, to } = readMeter(group, now);
    if (!from) return;
    const old = this.find(group.uid);
    const runs = to === undefined || (old === undefined && to > from);
    if (old?.since !== undefined) {
      if (to) this.save(ended(old, to));
    } else if (runs) {
      // Containers that run once more after an end have had their pull long ago.
      const since = old?.to !== undefined && from <= new Date(old.to) ? now : from;
      const bill = { ...(old ?? newBill(group, from)), since: since.toISOString(), to: undefined };
      this.save(to ? ended(bill, to) : bill);
    }
  }

  /** The group is gone. */
  end(uid: string, now: Date): void {
    const bill = this.find(uid);
    if (bill?.since !== undefined) this.save(ended(bill, now));
  }

  setRates(rates: RegionRates): void {
    const insert = this.database.prepare('INSERT OR REPLACE INTO billing_rates VALUES (?, ?)');
    for (const [region, value] of Object.entries(rates)) insert.run(region, JSON.stringify(value));
  }

  /** Groups by their first second, with seconds and US dollars until now, and the sum of all that were asked for. */
  read(now: Date, group?: string): BillingReport {
    const rates = this.rates();
    const groups: object[] = [];
    const total = { groups: 0, seconds: 0, cost: 0 };
    const rows = this.database
      .prepare(
        'SELECT json FROM billing WHERE :name IS NULL OR name = lower(:name) ORDER BY rowid DESC',
      )
      .iterate({ name: group ?? null });
    for (const { json } of rows) {
      const { since, billedMs, ...bill } = Bill.parse(JSON.parse(String(json)));
      const openMs = since === undefined ? 0 : Math.max(0, now.getTime() - Date.parse(since));
      const seconds = (billedMs + openMs) / 1000;
      const dollars = cost(bill, seconds, rates.get(bill.location) ?? usualRates);
      total.groups += 1;
      total.seconds += seconds;
      total.cost += dollars;
      if (groups.length < mostShown) groups.push({ ...bill, seconds, cost: dollars });
    }
    return {
      currency: 'USD',
      rates: { usual: usualRates, ...Object.fromEntries(rates) },
      total,
      groups: groups.reverse(),
    };
  }

  clear(): void {
    this.database.exec('DELETE FROM billing; DELETE FROM billing_rates');
  }

  private rates(): Map<string, Rates> {
    const rows = this.database.prepare('SELECT region, json FROM billing_rates').all();
    return new Map(
      rows.map(({ region, json }) => [String(region), Rates.parse(JSON.parse(String(json)))]),
    );
  }

  private find(uid: string): Bill | undefined {
    const row = this.select.get(uid);
    return row && Bill.parse(JSON.parse(String(row['json'])));
  }

  private save(bill: Bill): void {
    this.upsert.run(bill.uid, bill.group.toLowerCase(), JSON.stringify(bill));
  }
}

function newBill({ uid, name, resourceGroup, body }: GroupRecord, from: Date): Bill {
  const { containers, osType, priority } = body.properties;
  const sum = (what: 'cpu' | 'memoryInGB'): number =>
    containers.reduce((all, { properties }) => all + properties.resources.requests[what], 0);
  return {
    uid,
    group: name,
    resourceGroup,
    location: body.location,
    cpu: sum('cpu'),
    memoryInGB: sum('memoryInGB'),
    osType,
    isSpot: priority === 'Spot',
    from: from.toISOString(),
    billedMs: 0,
  };
}

function ended({ since, ...bill }: Bill, to: Date): Bill {
  const ms = since === undefined ? 0 : Math.max(0, to.getTime() - Date.parse(since));
  return { ...bill, to: to.toISOString(), billedMs: bill.billedMs + ms };
}
