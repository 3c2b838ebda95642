import type { TaskRow } from './job-rows.ts';
import { itemsOfTask, type PlanFile } from './plan-file.ts';

/** What has to be run again of a job and its retries so far: how many items, and in which tasks. */
interface LeftOver {
  readonly tasks: readonly number[];
  readonly items: number;
}

/** What is known of the tasks of a job, from their rows in it and in its retries: the oldest first. */
export class Progress {
  /** Failed items of the tasks that ran; none when a task is done. */
  private readonly failed = new Map<number, number>();
  private readonly plan: PlanFile;

  constructor(plan: PlanFile) {
    this.plan = plan;
  }

  add({ task, outcome, items }: Pick<TaskRow, 'task' | 'outcome' | 'items'>): void {
    if (items) this.failed.set(task, items.failed);
    else if (outcome?.status === 'succeeded') this.failed.set(task, 0);
  }

  /** All that has not succeeded: failed, cut short, or never begun. */
  leftOver(): LeftOver {
    const all = Array.from({ length: this.plan.itemCount }, (_, task) => task);
    const tasks = all.filter((task) => this.failed.get(task) !== 0);
    const items = tasks.reduce((sum, task) => sum + (this.failed.get(task) ?? this.size(task)), 0);
    return { tasks, items };
  }

  private size(task: number): number {
    const { from, to } = itemsOfTask(this.plan, task);
    return to - from;
  }
}
