import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { becomeClientOf } from '../../local/demo/client.ts';
import { countSweeperDeletes } from '../../local/demo/sweeper-deletes.ts';
import { type Stack, startStack } from '../../local/launcher/index.ts';
import { configOf } from '../local/service-bus/support/broker.ts';
import { AppClient } from './app-client.ts';
import { arm, type ChaosJob, Sender } from './jobs.ts';
import { GroupJournal } from './journal.ts';
import { complaintsOf } from './judge.ts';
import {
  countContainerProcesses,
  ForeignGroups,
  groupNames,
  letTimersRun,
  letTimersTidy,
} from './leftovers.ts';
import { outcomeText, ToldOutcomes } from './outcomes.ts';
import { type Round, roundOf } from './plan.ts';

interface ChaosOptions {
  readonly kills: number;
  readonly seed: number;
  readonly root: string;
  readonly dataFolder: string;
  readonly log: (line: string) => void;
}

type Counts = Record<string, number>;

interface ChaosResult {
  readonly seed: number;
  readonly kills: Readonly<Counts>;
  readonly jobs: number;
  readonly outcomes: Readonly<Counts>;
  readonly faults: Readonly<Counts>;
  readonly groupsMade: number;
  /** Left behind by jobs, and then deleted by the sweeper. */
  readonly groupsSwept: number;
  readonly requestsToArm: number;
  readonly noticesRepeated: number;
  /** A line for each job that did not end as it should, or not once, and for each group that was made twice. */
  readonly wrong: readonly string[];
  readonly containerGroupsLeft: number;
  readonly containerProcessesLeft: number;
  readonly seconds: number;
}

/** Rounds overlap: a new one begins when no more than so many jobs of those before are open. */
const mostOpen = 6;
const longestWaitMs = 240_000;
const faultMs = 20_000;
/** The app's own timers come every 5 minutes, which most runs do not last. */
const roundsBetweenTimers = 5;
const newestJobs = 100;

/**
 * Runs rounds of jobs under faults of Azure and kills processes (SIGKILL) at moments that the seed decides, then looks
 * whether every job ended once and as it should, and whether anything is left.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  await mkdir(options.dataFolder, { recursive: true });
  const serviceBusConfig = path.join(options.dataFolder, 'Config.json');
  // A message whose receiver was killed comes again when its lock is over.
  await writeFile(
    serviceBusConfig,
    configOf({ jobs: { LockDuration: 'PT5S' }, 'job-replies': {} }),
  );
  const stack = await startStack({
    ...{ root: options.root, dataFolder: options.dataFolder, serviceBusConfig },
    ...{ ports: 'random', reset: true, engine: 'process', limits: 'unlimited' },
  });
  const chaos = await Chaos.on(stack, options);
  try {
    return await chaos.run();
  } finally {
    await stack.stop();
  }
}

class Chaos {
  private readonly began = Date.now();
  private readonly options: ChaosOptions;
  private readonly stack: Stack;
  private readonly app: AppClient;
  private readonly sender: Sender;
  private readonly journal: GroupJournal;
  private readonly foreign: ForeignGroups;
  private readonly sent: ChaosJob[] = [];
  private readonly sending: Promise<void>[] = [];
  private readonly firstSeen = new Map<string, string>();
  /** Of those that are waited for. */
  private readonly ended = new Set<string>();
  /** Why a job could not be sent. */
  private failure: Error | undefined;
  private readonly kills: Counts = {};
  private readonly faults: Counts = {};

  private constructor(stack: Stack, options: ChaosOptions) {
    this.stack = stack;
    this.options = options;
    this.app = new AppClient(stack.ready, options.dataFolder);
    this.sender = new Sender(stack.ready, this.app);
    this.journal = new GroupJournal(stack.ready['arm'] ?? '');
    this.foreign = new ForeignGroups(stack.ready);
  }

  static async on(stack: Stack, options: ChaosOptions): Promise<Chaos> {
    await becomeClientOf(stack.ready);
    return new Chaos(stack, options);
  }

  async run(): Promise<ChaosResult> {
    const { kills, seed } = this.options;
    await this.sender.start();
    await this.foreign.create();
    for (let killed = 0, number = 0; killed < kills; number += 1) {
      const round = roundOf(seed, number, kills - killed);
      await this.runRound(round);
      killed += round.kills.length;
      await this.untilOpen(mostOpen);
      if (number % roundsBetweenTimers === 4) await letTimersRun(this.app, newestJobs);
    }
    await Promise.all(this.sending);
    await this.untilOpen(0);
    return this.result();
  }

  private async runRound(round: Round): Promise<void> {
    const { number, fault, regions, kills } = round;
    const jobs = round.kinds.map((kind, index) => ({
      ...{ kind, round },
      number: number * round.kinds.length + index,
    }));
    const names = jobs.map(({ kind }) => kind.name).join(', ');
    this.options.log(`round ${String(number)}: ${names}; ${fault.name}`);
    const until = new Date(Date.now() + faultMs).toISOString();
    const match = { ...fault.match, region: regions[0], seed: this.options.seed, until };
    await arm(this.stack.ready, { match, action: fault.action });
    this.faults[fault.name] = (this.faults[fault.name] ?? 0) + 1;
    this.sent.push(...jobs);
    const sending = Promise.all(jobs.map((job) => this.sender.send(job))).then(() => undefined);
    sending.catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    this.sending.push(sending);
    for (const { victim, afterMs } of kills) {
      await setTimeout(afterMs);
      await this.kill(victim);
    }
    await this.journal.read();
  }

  private async kill(victim: Round['kills'][number]['victim']): Promise<void> {
    const service = this.stack.services.get(victim);
    const pid = service?.pid;
    if (!service || pid === undefined) throw new Error(`${victim} does not run`);
    process.kill(pid, 'SIGKILL');
    await service.whenReplaced(pid);
    this.kills[victim] = (this.kills[victim] ?? 0) + 1;
    this.options.log(`  killed ${victim}`);
  }

  /** Waits until no more jobs than so many are not over, besides those that only the app's timers can end. */
  private async untilOpen(most: number): Promise<void> {
    const deadline = Date.now() + longestWaitMs;
    let among = newestJobs;
    for (;;) {
      if (this.failure) throw this.failure;
      await this.noteEnds(among);
      if (this.waitedFor().length - this.ended.size <= most) return;
      if (Date.now() > deadline)
        throw new Error(`no end of:\n${(await this.openJobs()).join('\n')}`);
      await setTimeout(250);
      // An old one may be what is waited for; but to read them all takes time.
      among = among === newestJobs ? Infinity : newestJobs;
    }
  }

  /** New ones among the newest jobs are noted with the outcome that they have now. */
  private async noteEnds(among: number): Promise<void> {
    const untimed = new Set(this.waitedFor().map(({ number }) => String(number)));
    for (const { id, phase, outcome, labels } of await this.app.list(among)) {
      if (phase !== 'over' || this.firstSeen.has(id)) continue;
      this.firstSeen.set(id, outcomeText(outcome));
      if (untimed.has(labels['chaos'] ?? '') || labels['chaos'] === undefined) this.ended.add(id);
    }
  }

  /** Jobs that are not left without an owner until a timer of the app comes. */
  private waitedFor(): ChaosJob[] {
    return this.sent.filter(({ kind: { meddling } }) => !meddling || meddling === 'cancel');
  }

  private async openJobs(): Promise<string[]> {
    const jobs = await this.app.list();
    return jobs
      .filter(({ phase }) => phase !== 'over')
      .map(({ id, name, phase, waitingFor }) =>
        [id, name, phase, JSON.stringify(waitingFor)].join(' '),
      );
  }

  private async result(): Promise<ChaosResult> {
    const { stack, app, journal, sent, firstSeen, foreign } = this;
    await letTimersTidy(stack.ready, app, foreign.names);
    await journal.read();
    const told = new ToldOutcomes();
    await told.read(stack.ready);
    const jobs = await app.list();
    const evidence = { sent, app, journal, told, firstSeen, foreign: foreign.names };
    const wrong = await complaintsOf(evidence);
    await foreign.delete();
    const left = await groupNames(stack.ready);
    return {
      seed: this.options.seed,
      kills: this.kills,
      jobs: jobs.length,
      outcomes: countsOf(jobs.map(({ outcome }) => outcomeText(outcome))),
      faults: this.faults,
      groupsMade: journal.uids.size - foreign.names.length,
      groupsSwept: await countSweeperDeletes(stack.ready),
      requestsToArm: journal.requests,
      noticesRepeated: told.repeats,
      wrong,
      containerGroupsLeft: left.length,
      containerProcessesLeft: await countContainerProcesses(this.options.dataFolder),
      seconds: Math.round((Date.now() - this.began) / 1000),
    };
  }
}

function countsOf(texts: readonly string[]): Counts {
  const counts: Counts = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}
