import type { Benchmark, Figure } from '../benchmark.ts';
import { giveFunctionsCore } from '../functions-core.ts';

const lengths = [
  { name: '10 s', seconds: 10 },
  { name: '10 h', seconds: 36_000 },
] as const;

export const historyEvents: Benchmark = {
  title: 'History of the orchestrators of a job',
  how: "A job of one container, run in virtual time through the app's own orchestrators and activities and the executor of durable-functions. An orchestration that continues as new begins a new history.",
  async measure(log) {
    giveFunctionsCore();
    const { JobWorld, oneContainer } = await import('../../test/support/job-world.ts');
    const { registerOrchestrators } = await import('../../test/support/register.ts');
    registerOrchestrators();
    const figures: Figure[] = [];
    for (const { name, seconds } of lengths) {
      const spec = { group: oneContainer, timeout: 'PT12H' };
      const world = await new JobWorld(spec, { behaviourOf: () => ({ seconds }) }).run();
      if (world.job.outcome?.status !== 'succeeded')
        throw new Error(JSON.stringify(world.job.outcome));
      const executions = Map.groupBy(world.engine.executions, (execution) => execution.name);
      for (const [orchestrator, all] of executions) {
        const value = Math.max(...all.map(({ history }) => history.length));
        const note = all.length > 1 ? `the longest of ${all.length} histories` : '';
        figures.push({
          what: `container of ${name}: ${orchestrator}`,
          value,
          unit: 'events',
          note,
        });
      }
      log(`container of ${name}: ${world.engine.steps} steps`);
    }
    return figures;
  },
};
