import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Figure } from './benchmark.ts';
import { root } from './stack.ts';

const Figures = z.array(
  z.object({
    what: z.string(),
    value: z.number(),
    unit: z.string(),
    goal: z.number().optional(),
    note: z.string().optional(),
  }),
);

/** Measures in a process of its own, which prints what goes on and at last its figures. */
export async function measureInArena(
  what: 'peers' | 'arm-calls',
  log: (line: string) => void,
): Promise<readonly Figure[]> {
  const child = spawn(process.execPath, [path.join(root, 'bench/in-arena.ts'), what], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let figures: string | undefined;
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('FIGURES ')) figures = line.slice('FIGURES '.length);
    else log(line);
  if (figures === undefined) throw new Error(`${what} has ended without figures.`);
  return Figures.parse(JSON.parse(figures)).map(({ goal, note, ...figure }) => ({
    ...figure,
    ...(goal !== undefined && { goal }),
    ...(note !== undefined && { note }),
  }));
}
