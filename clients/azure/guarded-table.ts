import type { TableClient } from '@azure/data-tables';
import { isStatus } from './refusal.ts';
import { columnsOf, rowOf } from './table-rows.ts';

interface Options<Row> {
  readonly table: TableClient;
  /** Reads a row of the table; throws on one that is not of this kind. */
  readonly parse: (row: unknown) => Row;
  /** The columns that hold JSON. */
  readonly json: readonly string[];
}

/** Rows of one kind in a table. Every change is made to what was read, or made again (ETags). */
export class GuardedTable<Row extends object> {
  private readonly options: Options<Row>;

  constructor(options: Options<Row>) {
    this.options = options;
  }

  async read(partition: string, key: string): Promise<Row | undefined> {
    return (await this.readWithEtag(partition, key))?.row;
  }

  /** False, and nothing is changed, when there is such a row. */
  async insert(partition: string, key: string, row: Row): Promise<boolean> {
    try {
      await this.options.table.createEntity(entityOf(partition, key, row));
      return true;
    } catch (error) {
      if (isStatus(error, 409)) return false;
      throw error;
    }
  }

  /** Writes what `change` makes of the row; undefined from it leaves the row as it is and gives false. */
  async change(
    partition: string,
    key: string,
    change: (row: Row | undefined) => Row | undefined,
  ): Promise<boolean> {
    for (;;) {
      const found = await this.readWithEtag(partition, key);
      const next = change(found?.row);
      if (!next) return false;
      const written = found
        ? await this.replace(entityOf(partition, key, next), found.etag)
        : await this.insert(partition, key, next);
      if (written) return true;
    }
  }

  /** In the order of their keys, those after `after` and before `before`, asked for `pageSize` at a time. */
  async *list(
    partition: string,
    options: { after?: string; before?: string; pageSize: number },
  ): AsyncIterable<Row> {
    const { after, before, pageSize } = options;
    const filter = [
      `PartitionKey eq ${quoted(partition)}`,
      ...(after ? [`RowKey gt ${quoted(after)}`] : []),
      ...(before ? [`RowKey lt ${quoted(before)}`] : []),
    ].join(' and ');
    const pages = this.options.table
      .listEntities({ queryOptions: { filter } })
      .byPage({ maxPageSize: pageSize });
    for await (const page of pages) yield* page.map((entity) => this.parse(entity));
  }

  private async readWithEtag(
    partition: string,
    key: string,
  ): Promise<{ row: Row; etag: string } | undefined> {
    try {
      const entity = await this.options.table.getEntity(partition, key);
      return { row: this.parse(entity), etag: entity.etag };
    } catch (error) {
      if (isStatus(error, 404)) return undefined;
      throw error;
    }
  }

  private async replace(entity: ReturnType<typeof entityOf>, etag: string): Promise<boolean> {
    try {
      await this.options.table.updateEntity(entity, 'Replace', { etag });
      return true;
    } catch (error) {
      if (isStatus(error, 404, 412)) return false;
      throw error;
    }
  }

  private parse(entity: Parameters<typeof rowOf>[0]): Row {
    return this.options.parse(rowOf(entity, this.options.json));
  }
}

function entityOf(partitionKey: string, rowKey: string, row: object) {
  return { ...columnsOf({ ...row }), partitionKey, rowKey };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
