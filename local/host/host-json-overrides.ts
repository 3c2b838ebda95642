import type { Environment } from './settings.ts';

const prefix = /^AzureFunctionsJobHost(?:__|:)/i;

type JsonObject = Record<string, unknown>;

/**
 * Puts app settings such as `AzureFunctionsJobHost__extensions__queues__batchSize` over what host.json says.
 * https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values
 */
export function overrideHostJson(hostJson: unknown, environment: Environment): unknown {
  let result = hostJson;
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || !prefix.test(name)) continue;
    result = withValue(result, name.replace(prefix, '').split(/__|:/), asJson(value));
  }
  return result;
}

function withValue(target: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const object = isObject(target) ? target : {};
  const isSame = (key: string): boolean => key.toLowerCase() === first.toLowerCase();
  const key = Object.keys(object).find(isSame) ?? first;
  return { ...object, [key]: withValue(object[key], rest, value) };
}

/** A setting is text; numbers and booleans are told by how they look, as .NET's binder does. */
function asJson(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
