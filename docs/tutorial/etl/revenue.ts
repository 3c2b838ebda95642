import { lineOf } from './csv.ts';
import type { Order } from './orders.ts';

interface Sum {
  readonly month: string;
  readonly shop: string;
  orders: number;
  items: bigint;
  cents: bigint;
}

/** The revenue of each shop in each month. Its memory grows with the shops and months, not with the orders. */
export class Revenue {
  private readonly sums = new Map<string, Sum>();

  add({ month, shop, quantity, cents }: Order): void {
    const key = `${month} ${shop}`;
    const sum = this.sums.get(key) ?? { month, shop, orders: 0, items: 0n, cents: 0n };
    sum.orders += 1;
    sum.items += quantity;
    sum.cents += cents;
    this.sums.set(key, sum);
  }

  get lines(): number {
    return this.sums.size;
  }

  get total(): string {
    return money([...this.sums.values()].reduce((total, { cents }) => total + cents, 0n));
  }

  /** Sorted by month and shop, by their code units: the same orders give the same bytes on every machine. */
  toCsv(): string {
    const sorted = [...this.sums].sort(([one], [other]) => (one < other ? -1 : 1));
    const lines = sorted.map(([, { month, shop, orders, items, cents }]) =>
      lineOf([month, shop, String(orders), String(items), money(cents)]),
    );
    return ['month,shop,orders,items,revenue\n', ...lines].join('');
  }
}

function money(cents: bigint): string {
  const digits = String(cents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
