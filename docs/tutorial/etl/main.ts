import { readBlob, writeBlob } from './blob.ts';
import { linesOf } from './csv.ts';
import { exit, Failure } from './failure.ts';
import { headerProblem, readOrder } from './orders.ts';
import { Revenue } from './revenue.ts';

/** So many bad rows are shown; all of them are counted. */
const shown = 20;

/** Orders in, revenue by month and shop out. Nothing is written unless every row is right. */
async function run(): Promise<void> {
  const input = urlIn('INPUT_URL');
  const output = urlIn('OUTPUT_URL');
  const revenue = new Revenue();
  const rows = await addRows(revenue, readBlob(input));
  await writeBlob(output, 'revenue.csv', revenue.toCsv());
  const result = { rows, lines: revenue.lines, revenue: revenue.total };
  // The last file: where it is, the others are. durable-aci shows it as the job's output.
  await writeBlob(output, 'result.json', `${JSON.stringify(result)}\n`);
  console.log(`read ${rows} rows, wrote ${revenue.lines} lines, revenue ${revenue.total}`);
}

/** How many rows there were. Each bad one is named by its number, which is that of the line in the file. */
async function addRows(revenue: Revenue, text: AsyncIterable<string>): Promise<number> {
  const lines = linesOf(text);
  const header = headerProblem((await lines.next()).value);
  if (header) throw new Failure(exit.rows, `row 1: ${header}`);
  let rows = 0;
  let bad = 0;
  for await (const line of lines) {
    rows += 1;
    const { order, problems } = readOrder(line);
    if (order) revenue.add(order);
    else if (++bad <= shown) console.error(`row ${rows + 1}: ${problems.join('; ')}`);
  }
  if (bad > 0) throw new Failure(exit.rows, `${bad} of ${rows} rows are bad; nothing was written`);
  return rows;
}

function urlIn(name: string): URL {
  const url = URL.parse(process.env[name] ?? '');
  if (url) return url;
  throw new Failure(exit.environment, `${name} has to be a URL`);
}

// The first process of a container ends on no signal by itself; 128 + 15 is what a shell makes of SIGTERM.
process.once('SIGTERM', () => process.exit(143));

try {
  await run();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
