import process from 'node:process';
import { z } from 'zod';
import type { Stack } from '../../../../local/launcher/index.ts';
import { eventually } from '../../../support/eventually.ts';

const Run = z.object({
  name: z.string(),
  properties: z.object({
    status: z.string(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
  }),
});
type Run = z.infer<typeof Run>;
const Runs = z.object({ value: z.array(Run) });

/** Asks the runner of a stack about the runs of one workflow, as a client of Azure's management API would. */
export class RunnerClient {
  private readonly stack: Stack;
  private readonly workflow: string;

  constructor(stack: Stack, workflow: string) {
    this.stack = stack;
    this.workflow = workflow;
  }

  /** The newest first. */
  async runs(): Promise<Run[]> {
    const reply = await fetch(`${this.url}/workflows/${this.workflow}/runs?$top=200`);
    return Runs.parse(await reply.json()).value;
  }

  /** The newest run, once there are so many and it is over. */
  whenOver(count: number): Promise<Run> {
    return eventually(async () => {
      const all = await this.runs();
      const [newest] = all;
      const isOver = !['Waiting', 'Running'].includes(newest?.properties.status ?? 'Waiting');
      return all.length >= count && isOver ? newest : undefined;
    });
  }

  async pass(seconds: number): Promise<void> {
    const body = JSON.stringify({ advanceSeconds: seconds });
    await fetch(`${this.url}/_emu/clock`, { method: 'POST', body });
  }

  /** Resolves when the process that takes its place is ready. */
  async kill(): Promise<void> {
    const runner = this.stack.services.get('logic-apps');
    const pid = runner?.pid;
    if (!runner || pid === undefined) throw new Error('the runner does not run');
    process.kill(pid, 'SIGKILL');
    await runner.whenReplaced(pid);
  }

  private get url(): string {
    return this.stack.ready['logicApps'] ?? '';
  }
}
