import { fieldsOf } from './csv.ts';

const columns = ['order_id', 'ordered_on', 'shop', 'product', 'quantity', 'unit_price'];

export interface Order {
  readonly month: string;
  readonly shop: string;
  readonly quantity: bigint;
  /** Money is counted in cents, in whole numbers: sums are exact. */
  readonly cents: bigint;
}

type Read =
  | { readonly order: Order; readonly problems?: never }
  | { readonly order?: never; readonly problems: readonly string[] };

/** What is wrong with the first row of the file; undefined when nothing is. */
export function headerProblem(line: string | undefined): string | undefined {
  const isRight = line !== undefined && fieldsOf(line)?.join() === columns.join();
  return isRight ? undefined : `the header has to be ${columns.join()}`;
}

/** The order in a row, or all that is wrong with the row. */
export function readOrder(line: string): Read {
  const fields = fieldsOf(line);
  if (!fields) return { problems: ['a quote is out of place'] };
  if (fields.length !== columns.length) {
    return { problems: [`it has ${fields.length} fields in place of ${columns.length}`] };
  }
  const [id = '', orderedOn = '', shop = '', , quantity = '', price = ''] = fields;
  const problems = [
    ...wrong(id !== '', 'order_id', id, 'must not be empty'),
    ...wrong(isDay(orderedOn), 'ordered_on', orderedOn, 'has to be a day such as 2026-01-31'),
    ...wrong(shop !== '', 'shop', shop, 'must not be empty'),
    ...wrong(/^[1-9]\d{0,8}$/.test(quantity), 'quantity', quantity, 'has to be 1 or more'),
    ...wrong(/^\d{1,9}\.\d\d$/.test(price), 'unit_price', price, 'has to be a price such as 9.50'),
  ];
  if (problems.length > 0) return { problems };
  const items = BigInt(quantity);
  const cents = items * BigInt(price.replace('.', ''));
  return { order: { month: orderedOn.slice(0, 7), shop, quantity: items, cents } };
}

function wrong(isRight: boolean, column: string, value: string, rule: string): readonly string[] {
  return isRight ? [] : [`${column} ${JSON.stringify(value.slice(0, 40))} ${rule}`];
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
