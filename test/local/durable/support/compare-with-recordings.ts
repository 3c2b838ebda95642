import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

// Does the recorded scenarios again, all at once, with the replayer that lies beside the recordings, and prints
// `RESULT {"scenario": [differences]}`: `--recordings FOLDER --base URL --key KEY name...`
interface Replayer {
  readonly replay: (
    name: string,
    scenario: unknown,
    target: { base: string; key: string },
  ) => Promise<unknown>;
  readonly differences: (recorded: unknown, ours: unknown) => unknown[];
}
interface Scenarios {
  readonly scenarios: Readonly<Record<string, unknown>>;
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    recordings: { type: 'string', default: '' },
    base: { type: 'string', default: '' },
    key: { type: 'string', default: '' },
  },
});
const { recordings, base, key } = values;
const urlOf = (file: string): string => pathToFileURL(`${recordings}/${file}`).href;
// They are plain JavaScript: the types are what its README says.
const { replay, differences } = (await import(urlOf('replay.mjs'))) as Replayer;
const { scenarios } = (await import(urlOf('scenarios.mjs'))) as Scenarios;

async function compare(name: string): Promise<unknown[]> {
  try {
    const recorded: unknown = JSON.parse(
      readFileSync(`${recordings}/recorded/${name}.json`, 'utf8'),
    );
    return differences(recorded, await replay(name, scenarios[name], { base, key }));
  } catch (error) {
    return [String(error)];
  }
}

const results = await Promise.all(positionals.map(async (name) => [name, await compare(name)]));
console.log(`RESULT ${JSON.stringify(Object.fromEntries(results))}`);
process.disconnect();
