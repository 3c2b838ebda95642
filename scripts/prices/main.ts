// Reads what Container Instances cost today, from Azure's public price list, into jobs/prices/regions.json. It needs the
// internet and no account. Nothing is written unless every region was read.
//   npm run prices [-- REGION...]     new regions, as ARM writes them (westeurope); without one, those that are known
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { knownPrices, retailPrices, type RegionPrices } from '../../jobs/prices/price-table.ts';
import { readPrices } from './retail-prices.ts';

const file = fileURLToPath(new URL('../../jobs/prices/regions.json', import.meta.url));

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const asked = positionals.length > 0 ? positionals : [...knownPrices.keys()];
  const wrong = asked.filter((region) => !/^[a-z]+[a-z0-9]*$/.test(region));
  if (wrong.length > 0)
    throw new Error(`Not a region's name as ARM writes it (westeurope): ${wrong.join(', ')}`);
  await update(asked);
} catch (error) {
  console.error(reasonsOf(error).join(': '));
  process.exitCode = 1;
}

async function update(asked: readonly string[]): Promise<void> {
  const today = new Date();
  const read: [string, RegionPrices][] = [];
  for (const region of asked) read.push([region, await readPrices(retailPrices, region, today)]);
  const all = Object.fromEntries(
    [...new Map([...knownPrices, ...read])].sort(([a], [b]) => a.localeCompare(b)),
  );
  writeFileSync(file, await format(JSON.stringify(all), { parser: 'json', printWidth: 100 }));
  for (const [region, { regular, spot }] of read)
    console.log(
      `${region}: $${regular.vcpuHour} a vCPU hour, $${regular.gbHour} a GB hour${spot ? '' : '; no Spot'}`,
    );
}

/** What fetch says is 'fetch failed'; why, say its causes. */
function reasonsOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...reasonsOf(error.cause)] : [];
}
