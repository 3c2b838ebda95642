import { parseTemplate } from '../expressions/index.ts';
import type { Connector, Operation, PollOperation } from './connector.ts';
import { fitsPath } from './match-path.ts';

/** Why a definition's call can not be made; the caller says where it stands. */
interface Unknown {
  readonly problem: string;
}

interface Called {
  /** The template that names the connection. */
  readonly connection: string;
  readonly method: string;
  /** The template of the path. */
  readonly path: string;
  readonly queries: readonly string[];
}

/** Finds the operations that definitions name. */
export class Connectors {
  private readonly byName: ReadonlyMap<string, Connector>;

  constructor(connectors: readonly Connector[], aliases: Readonly<Record<string, string>> = {}) {
    const named = new Map(connectors.map((connector) => [connector.name, connector]));
    const others = Object.entries(aliases).flatMap(([alias, name]) => {
      const connector = named.get(name);
      return connector ? [[alias.toLowerCase(), connector] as const] : [];
    });
    this.byName = new Map([...named, ...others]);
  }

  /** The same with further names of connections, each for the name of its connector: `azureblob-1` for `azureblob`. */
  withAliases(aliases: Readonly<Record<string, string>>): Connectors {
    return new Connectors([...new Set(this.byName.values())], aliases);
  }

  get names(): readonly string[] {
    return [...this.byName.keys()];
  }

  findOperation(called: Called): Operation | Unknown {
    const connector = this.connectorOf(called.connection);
    if ('problem' in connector) return connector;
    return pick(connector.name, connector.operations, called, 'operation');
  }

  findTrigger(called: Called): PollOperation | Unknown {
    const connector = this.connectorOf(called.connection);
    if ('problem' in connector) return connector;
    return pick(connector.name, connector.triggers, called, 'trigger');
  }

  private connectorOf(connection: string): Connector | Unknown {
    const name = connectionName(connection);
    const connector = name === undefined ? undefined : this.byName.get(name.toLowerCase());
    if (connector) return connector;
    return {
      problem: `the connector of '${name ?? connection}' is not implemented; there are ${this.names.join(', ')}`,
    };
  }
}

function pick<T extends Operation | PollOperation>(
  connector: string,
  operations: readonly T[],
  { method, path, queries }: Called,
  kind: string,
): T | Unknown {
  const plain = withPlaceholders(path);
  const found = operations.find(
    (operation) =>
      operation.method.toLowerCase() === method.toLowerCase() && fitsPath(operation.path, plain),
  );
  if (!found) {
    return { problem: `the connector ${connector} has no ${kind} ${method.toUpperCase()} ${path}` };
  }
  if (!('call' in found || 'poll' in found)) {
    return { problem: `the ${kind} ${found.id} of the connector ${connector} is not implemented` };
  }
  const unknown = queries.filter((query) => !(found.queries ?? []).includes(query));
  if (unknown.length === 0) return found;
  return {
    problem: `the query ${unknown.join(', ')} of the ${kind} ${found.id} of the connector ${connector} is not implemented`,
  };
}

/** `@parameters('$connections')['azureblob']['connectionId']`, or the plain `referenceName` of Standard. */
function connectionName(connection: string): string | undefined {
  if (!connection.startsWith('@')) return connection;
  return /^@\{?parameters\('\$connections'\)\??\['(?<name>[^']+)'\]\??\['connectionId'\]\}?$/.exec(
    connection,
  )?.groups?.['name'];
}

/** Every interpolation stands for one part of the path; a path that is one expression fits nothing. */
function withPlaceholders(path: string): string {
  const template = parseTemplate(path);
  if (template.kind === 'text') return template.text;
  if (template.kind === 'expression') return path;
  return template.parts.map((part) => (typeof part === 'string' ? part : '_')).join('');
}
