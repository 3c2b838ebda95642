import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../random.ts';
import { BrokerProcess } from './broker-process.ts';
import { drain, Ledger, Load } from './load.ts';

interface ServiceBusChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly dataFolder: string;
  readonly log: (line: string) => void;
}

interface ServiceBusChaosResult {
  readonly seed: number;
  readonly kills: number;
  readonly acknowledgedSends: number;
  readonly acknowledgedCompletes: number;
  /** Ids of messages whose sending was acknowledged and that never came. */
  readonly lost: readonly string[];
  /** Ids of messages that came again after their completion was acknowledged. */
  readonly resurrected: readonly string[];
}

/** Kills a broker under load (SIGKILL) at moments that the seed decides, and looks whether it has kept its word. */
export async function runServiceBusChaos({
  kills,
  seed,
  dataFolder,
  log,
}: ServiceBusChaosOptions): Promise<ServiceBusChaosResult> {
  const random = seededRandom(seed);
  const ledger = new Ledger();
  const broker = new BrokerProcess(dataFolder);
  try {
    for (let kill = 1; kill <= kills; kill += 1) {
      const load = new Load(await broker.start(), ledger);
      await setTimeout(200 + random() * 800);
      await broker.end('SIGKILL');
      await load.stop();
      log(`kill ${kill}: ${ledger.sent.size} sent, ${ledger.completed.size} completed`);
    }
    await drain(await broker.start(), ledger);
    return {
      seed,
      kills,
      acknowledgedSends: ledger.sent.size,
      acknowledgedCompletes: ledger.completed.size,
      lost: ledger.lost(),
      resurrected: ledger.resurrected,
    };
  } finally {
    await broker.end('SIGTERM');
  }
}
