import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { Reply, ReplyChecker } from './check-reply.ts';
import { hasSpecification, specificationPart } from './specification.ts';

const shown = 20;

/** Checks all replies of the run by the specification, counts them, and fails the run when one is not as specified. */
export default async function checkRecording(): Promise<void> {
  const folder = process.env['RECORDED_REPLIES'];
  if (folder === undefined) return;
  const replies = await readReplies(folder);
  await rm(folder, { recursive: true, force: true });
  if (replies.length === 0) return;
  if (!hasSpecification()) {
    console.info(
      `Skipped: ${replies.length} replies of ARM; ../shared/${specificationPart} is not here.`,
    );
    return;
  }
  const checker = new ReplyChecker();
  const counts = new Map<string, number>();
  const problems = new Set<string>();
  for (const reply of replies) {
    const verdict = checker.check(reply);
    const name = `${verdict.operation ?? 'not in the specification'} ${reply.status}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const problem of verdict.problems)
      problems.add(`${reply.method} ${reply.url} ${reply.status}: ${problem}`);
  }
  const lines = [...counts].sort().map(([name, count]) => `${name}: ${count}`);
  console.info(
    `Replies of ARM checked by its specification: ${replies.length}\n  ${lines.join('\n  ')}`,
  );
  if (problems.size > 0) {
    const some = [...problems].slice(0, shown).join('\n  ');
    throw new Error(`${problems.size} replies are not as specified:\n  ${some}`);
  }
}

async function readReplies(folder: string): Promise<Reply[]> {
  const files = (await readdir(folder)).map((file) => readFile(path.join(folder, file), 'utf8'));
  const lines = (await Promise.all(files)).flatMap((text) => text.split('\n'));
  // A process that was killed may have left half a line.
  return lines.filter((line) => line.endsWith('}')).map((line) => Reply.parse(JSON.parse(line)));
}
