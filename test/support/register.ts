import * as df from 'durable-functions';
import * as admission from '../../jobs/admission/contracts.ts';
import * as contracts from '../../jobs/contracts.ts';
import { cursorEntity } from '../../jobs/item-cursor.ts';
import * as steps from '../../jobs/steps/contracts.ts';
import { admissionEntity } from '../../orchestrators/admission-entity.ts';
import { admit } from '../../orchestrators/admit.ts';
import { analyzeSentiment } from '../../orchestrators/analyze-sentiment.ts';
import { awaitStep } from '../../orchestrators/await-step.ts';
import { itemCursor } from '../../orchestrators/item-cursor.ts';
import { renderScene } from '../../orchestrators/render-scene.ts';
import { runAttempt } from '../../orchestrators/run-attempt.ts';
import { runItemLane } from '../../orchestrators/run-item-lane.ts';
import { runJob } from '../../orchestrators/run-job.ts';
import { runLane } from '../../orchestrators/run-lane.ts';
import { runStep } from '../../orchestrators/run-step.ts';
import { runTask } from '../../orchestrators/run-task.ts';
import { watchGroup } from '../../orchestrators/watch-group.ts';
import { underWaitRules } from './wait-rules.ts';

const orchestrators: readonly (readonly [{ readonly name: string }, df.OrchestrationHandler])[] = [
  [contracts.runJob, runJob],
  [contracts.runLane, runLane],
  [contracts.runItemLane, runItemLane],
  [steps.runStep, runStep],
  [steps.awaitStep, awaitStep],
  [contracts.runTask, runTask],
  [contracts.runAttempt, runAttempt],
  [contracts.watchGroup, watchGroup],
  [admission.admit, admit],
  [contracts.analyzeSentiment, analyzeSentiment],
  [contracts.renderScene, renderScene],
];

/** Registers every orchestrator as the app does, each held to the rules of waiting. */
export function registerOrchestrators(): void {
  for (const [{ name }, orchestrator] of orchestrators)
    df.app.orchestration(name, underWaitRules(orchestrator));
  df.app.entity(cursorEntity, itemCursor);
  df.app.entity(admission.admissionEntity, admissionEntity);
}
