import type { TableEntityResult } from '@azure/data-tables';

/** A string property holds at most 32,768 characters: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#property-types */
const maxLength = 32_000;

type Column = string | number | boolean;

/**
 * A row of ours as columns of a table: texts, numbers and booleans as they are, the rest as JSON, a long text over
 * several columns (`output`, `output__1`, ...). Absent fields have no column.
 */
export function columnsOf(row: Readonly<Record<string, unknown>>): Record<string, Column> {
  const columns: Record<string, Column> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'number' || typeof value === 'boolean') {
      columns[name] = value;
      continue;
    }
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    for (let start = 0; start === 0 || start < text.length; start += maxLength) {
      const part = start / maxLength;
      columns[part === 0 ? name : `${name}__${part}`] = text.slice(start, start + maxLength);
    }
  }
  return columns;
}

/** The other way round; `json` names the columns that hold JSON. What it gives is to be parsed by the row's schema. */
export function rowOf(entity: TableEntityResult<object>, json: readonly string[]): unknown {
  const columns = new Map<string, unknown>(Object.entries(entity));
  const row: Record<string, unknown> = {};
  for (const [name, value] of columns) {
    if (/__\d+$/.test(name)) continue;
    row[name] = typeof value === 'string' ? wholeText(columns, name, value) : value;
  }
  for (const name of json) {
    const text = row[name];
    if (typeof text === 'string') row[name] = JSON.parse(text);
  }
  return row;
}

function wholeText(columns: ReadonlyMap<string, unknown>, name: string, first: string): string {
  let text = first;
  for (let part = 1; ; part += 1) {
    const next = columns.get(`${name}__${part}`);
    if (typeof next !== 'string') return text;
    text += next;
  }
}
