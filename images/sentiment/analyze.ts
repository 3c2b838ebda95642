import { BlockBlob } from './block-blob.ts';
import { readDocument } from './document.ts';
import { download } from './download.ts';
import type { Settings } from './environment.ts';
import { exit, Failure } from './failure.ts';
import { splitLines } from './lines.ts';
import { Report } from './report.ts';

const progressMs = 2000;

/** Scores every document of the input. Writes both results, or none of them when one line cannot be read. */
export async function analyze({ inputUrl, outputUrl }: Settings): Promise<void> {
  const output = new BlockBlob(outputUrl, 'sentiment.json');
  const report = new Report();
  const unreadable = new UnreadableLines();
  let nextProgress = Date.now() + progressMs;
  await output.write('{"documents":[');
  for await (const line of splitLines(download(inputUrl))) {
    const reading = readDocument(line);
    if (reading.kind === 'unreadable') unreadable.add(line.number, reading.why);
    if (reading.kind === 'document' && unreadable.count === 0) {
      const separator = report.documents === 0 ? '\n' : ',\n';
      await output.write(separator + JSON.stringify(report.add(reading.document)));
    }
    if (Date.now() < nextProgress) continue;
    console.log(`read ${line.number} lines, scored ${report.summary().sentences} sentences`);
    nextProgress = Date.now() + progressMs;
  }
  unreadable.check();
  if (report.documents === 0) throw new Failure(exit.data, 'The input holds no documents');
  const totals = report.summary();
  const rest = { decades: report.byDecade(), totals };
  await output.write(`\n],${JSON.stringify(rest).slice(1)}\n`);
  await output.commit();
  const result = new BlockBlob(outputUrl, 'result.json');
  await result.write(JSON.stringify({ ...totals, results: 'sentiment.json' }));
  await result.commit();
  console.log(`scored ${totals.documents} documents, ${totals.sentences} sentences`);
}

const shown = 20;

/** The lines that cannot be read: the first ones with the reason, the others counted. */
class UnreadableLines {
  count = 0;
  private readonly first: string[] = [];

  add(number: number, why: string): void {
    this.count += 1;
    if (this.count <= shown) this.first.push(`line ${number}: ${why}`);
  }

  /** Throws a Failure that names the lines, if there are any. */
  check(): void {
    if (this.count === 0) return;
    const more = this.count > shown ? `; and ${this.count - shown} more` : '';
    throw new Failure(exit.data, `The input cannot be read: ${this.first.join('; ')}${more}`);
  }
}
