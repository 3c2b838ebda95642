import { type Figure, percentile } from '../benchmark.ts';
import { learned, polling, push } from './contenders.ts';
import type { AfterKills } from './kills.ts';
import type { Score } from './measure.ts';

/** What ours is to be: its ends noticed within a second by push, its overhead so many times that of the best of the others. */
const detectionGoalSeconds = 1;
const pushGoal = 0.1;
const pollingGoal = 1;

/** What was measured of each contender, and ours beside the others. */
export function scoreFigures(scores: readonly Score[], where: string): Figure[] {
  return [
    ...scores.map((score) => ({
      what: `${where}: overhead per task, mean: ${score.contender}`,
      value: mean(score.overhead),
      unit: 's',
      note: `with Azure's own ${mean(score.overheadWithAzure).toFixed(1)} s; ${doneOf(score)}`,
    })),
    ...scores.flatMap((score) =>
      [0.5, 0.95].map((share) => ({
        what: `${where}: end noticed after, p${String(share * 100)}: ${score.contender}`,
        value: percentile(score.detection, share),
        unit: 's',
        ...(score.contender === push && share === 0.95 && { goal: detectionGoalSeconds }),
      })),
    ),
    ...scores.map((score) => ({
      what: `${where}: ARM calls per task: ${score.contender}`,
      value: score.callsPerTask,
      unit: 'calls',
      note: `and ${score.logReadsPerTask.toFixed(1)} reads of logs${throttledOf(score)}`,
    })),
    ...ratios(scores, where),
  ];
}

function doneOf({ done, tasks, groupsLeft }: Score): string {
  const left = groupsLeft === 0 ? '' : `, groups left: ${groupsLeft}`;
  return `${done} of ${tasks} tasks brought to their end${left}`;
}

function throttledOf({ throttled }: Score): string {
  return throttled === 0 ? '' : `; ${throttled} calls of all were refused with 429`;
}

/** Ours beside the best of the pattern clients, and beside each. */
function ratios(scores: readonly Score[], where: string): Figure[] {
  const peers = scores.filter(({ isOurs }) => !isOurs);
  const best = peers.toSorted((a, b) => mean(a.overhead) - mean(b.overhead))[0];
  const compared = [
    { name: push, goal: pushGoal },
    { name: polling, goal: pollingGoal },
    { name: learned, goal: pollingGoal },
  ];
  return compared.flatMap(({ name, goal }) => {
    const own = scores.find(({ contender }) => contender === name);
    if (!own || !best) return [];
    const timesOf = (peer: Score): number => mean(own.overhead) / mean(peer.overhead);
    const note = peers.map((peer) => `${peer.contender} ${timesOf(peer).toFixed(2)}`).join(', ');
    return {
      what: `${where}: overhead of ${name} / of the best pattern client`,
      value: timesOf(best),
      unit: 'times',
      goal,
      note: `beside each: ${note}`,
    };
  });
}

/** What is left after kills. */
export function killFigures(kills: readonly AfterKills[]): Figure[] {
  return kills.map(({ contender, isOurs, killed, groupsLeft, note }) => ({
    what: `groups left after ${killed} kills: ${contender}`,
    value: groupsLeft,
    unit: 'groups',
    ...(isOurs && { goal: 0 }),
    note,
  }));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
