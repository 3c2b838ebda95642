import { z } from 'zod';
import type { Connectors } from '../connectors/connectors.ts';

const Given = z.record(z.string(), z.looseObject({ id: z.string().optional() }));

interface Connections {
  /** The value of the parameter `$connections`. */
  readonly value: Readonly<Record<string, unknown>>;
  /** The connectors' names by those of their connections, where these differ. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** Every connector has a connection of its name; the file may have others, which say by their id whose they are. */
export function connectionsOf(connectors: Connectors, given: unknown): Connections {
  const own = connectors.names.map(
    (name) =>
      [name, { connectionId: name, connectionName: name, id: `managedApis/${name}` }] as const,
  );
  const others = Given.catch({}).parse(given ?? {});
  const aliases = Object.entries(others).flatMap(([name, { id = '' }]) => {
    const api = /managedApis\/(?<api>[^/]+)$/i.exec(id)?.groups?.['api'];
    return api === undefined ? [] : [[name, api.toLowerCase()] as const];
  });
  return {
    value: { ...Object.fromEntries(own), ...others },
    aliases: Object.fromEntries(aliases),
  };
}
