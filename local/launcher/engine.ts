/** What runs the containers; `auto` takes real ones when the machine has a container engine. */
const engines = ['auto', 'docker', 'process'] as const;
export type Engine = (typeof engines)[number];

/** What the subscription may do: as local/aci/README.md says of `--limits`. */
export type Limits = 'new' | 'standard' | 'unlimited';

/** The engine of this name; throws one line when there is none. */
export function asEngine(name: string): Engine {
  const found = engines.find((known) => known === name);
  if (!found) throw new Error(`--engine is ${engines.join(', ')}, not ${name}`);
  return found;
}
