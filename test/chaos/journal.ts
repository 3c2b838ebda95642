import { z } from 'zod';
import { answerTo } from './until-answered.ts';

const Line = z.discriminatedUnion('kind', [
  z.looseObject({
    kind: z.literal('request'),
    seq: z.int(),
    method: z.string(),
    path: z.string(),
    status: z.int(),
    fault: z.string().optional(),
  }),
  z.looseObject({ kind: z.literal('state'), seq: z.int(), group: z.string(), uid: z.string() }),
]);

const groupPath = /\/containerGroups\/([^/?]+)$/i;

/**
 * What became of container groups, by the emulator's journal, which keeps its last 100,000 lines: `read` has to come
 * before they are gone. Its numbers go on when the emulator is killed.
 */
export class GroupJournal {
  /** How many different groups there have been under each name. */
  readonly uids = new Map<string, Set<string>>();
  /** Names of groups that a second PUT has started anew. */
  readonly restarted = new Set<string>();
  /** Names of groups that somebody has asked to delete. */
  readonly deleted = new Set<string>();
  /** Lines that were gone before they were read. */
  missed = 0;
  requests = 0;
  private last = 0;
  private readonly arm: string;

  constructor(arm: string) {
    this.arm = arm;
  }

  /** Takes in what is new. */
  async read(): Promise<void> {
    const url = `${this.arm}/_emu/journal?since=${String(this.last)}`;
    const { text } = await answerTo(url);
    for (const line of text.split('\n').filter((one) => one !== '')) this.take(line);
  }

  private take(text: string): void {
    const line = Line.parse(JSON.parse(text));
    this.missed += line.seq - this.last - 1;
    this.last = line.seq;
    if (line.kind === 'state') {
      const uids = this.uids.get(line.group) ?? new Set();
      this.uids.set(line.group, uids.add(line.uid));
      return;
    }
    this.requests += 1;
    const group = groupPath.exec(line.path)?.[1];
    if (group === undefined) return;
    // 201: made; 200: it was there, and all of its containers begin again.
    if (line.method === 'PUT' && line.status === 200) this.restarted.add(group);
    if (line.method === 'DELETE') this.deleted.add(group);
  }
}
