import process from 'node:process';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Job } from './jobs-api.ts';

/** Shows how far each job is. */
interface Progress {
  show(title: string, job: Job | undefined): void;
  stop(): void;
}

/** Bars on a terminal; elsewhere a line whenever something changed. */
export function createProgress(): Progress {
  return process.stderr.isTTY ? new Bars() : new Lines();
}

function stateOf(job: Job | undefined): string {
  if (!job) return 'on its way in';
  return job.outcome?.status ?? job.phase;
}

const doneOf = (job: Job): number => job.tasks.succeeded + job.tasks.failed;

class Bars implements Progress {
  private readonly bars = new Map<string, SingleBar>();
  private readonly multi = new MultiBar(
    {
      format: '{title} {bar} {value}/{total} tasks  {state}',
      hideCursor: true,
      stream: process.stderr,
    },
    Presets.shades_classic,
  );

  show(title: string, job: Job | undefined): void {
    const total = Math.max(1, job?.tasks.total ?? 1);
    const payload = { title: title.padEnd(46), state: stateOf(job) };
    const bar = this.bars.get(title) ?? this.multi.create(total, 0, payload);
    this.bars.set(title, bar);
    bar.setTotal(total);
    bar.update(job ? doneOf(job) : 0, payload);
  }

  stop(): void {
    this.multi.stop();
  }
}

class Lines implements Progress {
  private readonly shown = new Map<string, string>();

  show(title: string, job: Job | undefined): void {
    const tasks = job ? `${String(doneOf(job))}/${String(job.tasks.total)} tasks, ` : '';
    const line = `${title}: ${tasks}${stateOf(job)}`;
    if (this.shown.get(title) !== line) console.error(line);
    this.shown.set(title, line);
  }

  stop(): void {
    this.shown.clear();
  }
}
