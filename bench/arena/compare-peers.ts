import { subscriptionLimits } from '../../local/aci/model/behaviour.ts';
import type { Figure } from '../benchmark.ts';
import { patternClients } from '../pattern-clients/index.ts';
import type { Arena } from './arena.ts';
import { type Contender, learned, ourContenders, patternContenders } from './contenders.ts';
import { type AfterKills, killClients } from './kills.ts';
import { measure, type Score, type TaskPlan } from './measure.ts';
import { killOurHost } from './our-kills.ts';
import { Ours } from './ours.ts';
import { crowd, spread, spreadAgain } from './plans.ts';
import { killFigures, mean, scoreFigures } from './score-figures.ts';

const hourMs = 3_600_000;

/** Ours and the pattern clients, one after the other at the same tasks; then `kills` kills of each. */
export async function comparePeers(arena: Arena, kills: number): Promise<Figure[]> {
  const [alone, crowded] = await Ours.use(arena, async (ours) => {
    const contenders = [...ourContenders(ours), ...patternContenders(arena)];
    const scores = await scored(arena, contenders, (name) =>
      name === learned ? spreadAgain : spread,
    );
    await setLimits(arena, 'standard');
    const others = contenders.filter(({ name }) => name !== learned);
    return [scores, await scored(arena, others, () => crowd)];
  });
  await setLimits(arena, 'unlimited');
  return [
    ...scoreFigures(alone, `${spread.length} tasks`),
    ...scoreFigures(crowded, `${crowd.length} at once, ARM limited`),
    ...killFigures(await killed(arena, alone, kills)),
  ];
}

async function scored(
  arena: Arena,
  contenders: readonly Contender[],
  plansFor: (name: string) => readonly TaskPlan[],
): Promise<Score[]> {
  const scores: Score[] = [];
  for (const contender of contenders) {
    // Creates are counted by the hour.
    arena.clock.advance(hourMs);
    const before = performance.now();
    const score = await measure(arena, contender, plansFor(contender.name));
    const seconds = ((performance.now() - before) / 1000).toFixed(0);
    console.log(
      `${contender.name}: overhead ${mean(score.overhead).toFixed(2)} s, ${score.callsPerTask.toFixed(1)} calls a task (took ${seconds} s)`,
    );
    scores.push(score);
  }
  return scores;
}

async function killed(
  arena: Arena,
  scores: readonly Score[],
  kills: number,
): Promise<AfterKills[]> {
  const ends: AfterKills[] = [];
  for (const completion of ['push', 'poll'] as const)
    ends.push(await killOurHost(arena, completion, kills, console.log));
  for (const client of patternClients) {
    const score = scores.find(({ contender }) => contender === client.name);
    const before = performance.now();
    const end = await killClients(arena, client, kills, mean(score?.overhead ?? [0]));
    const seconds = ((performance.now() - before) / 1000).toFixed(0);
    console.log(
      `${client.name}: ${end.groupsLeft} groups left after ${kills} kills (took ${seconds} s)`,
    );
    ends.push(end);
  }
  return ends;
}

async function setLimits({ ready }: Arena, kind: keyof typeof subscriptionLimits): Promise<void> {
  const body = JSON.stringify({ limits: subscriptionLimits[kind] });
  const { ok } = await fetch(`${ready['arm'] ?? ''}/_emu/behaviour`, { method: 'PATCH', body });
  if (!ok) throw new Error('The limits could not be changed.');
}
