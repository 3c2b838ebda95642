import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { inTransaction, openDatabase } from '../../../local/support/sqlite.ts';

test('each migration is applied once, over several openings', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sqlite-'));
  const file = path.join(folder, 'deep', 'a.db');
  const first = 'CREATE TABLE a (x)';
  openDatabase(file, [first]).close();
  const database = openDatabase(file, [first, 'ALTER TABLE a ADD COLUMN y']);
  database.exec('INSERT INTO a (x, y) VALUES (1, 2)');
  expect(database.prepare('SELECT x, y FROM a').get()).toMatchObject({ x: 1, y: 2 });
  database.close();
  await rm(folder, { recursive: true });
});

test('a transaction that throws leaves nothing', () => {
  const database = openDatabase(':memory:', ['CREATE TABLE a (x)']);
  const work = (): never => {
    database.exec('INSERT INTO a VALUES (1)');
    throw new Error('no luck');
  };
  expect(() => inTransaction(database, work)).toThrow('no luck');
  expect(database.prepare('SELECT count(*) AS n FROM a').get()).toMatchObject({ n: 0 });
  database.close();
});
