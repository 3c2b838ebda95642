import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { World } from './support/world.ts';

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.stop());

const call = (connection: string, method: string, path: string, more: object = {}) => ({
  type: 'ApiConnection',
  inputs: {
    host: { connection: { name: `@parameters('$connections')['${connection}']['connectionId']` } },
    method,
    path,
    ...more,
  },
});
const dataset = "/v2/datasets/@{encodeURIComponent(encodeURIComponent('account'))}";
const id = "@{encodeURIComponent(encodeURIComponent(base64('%2finput%2fa%20b.txt')))}";

const reads: readonly (readonly [string, string, object, unknown])[] = [
  ['content by id', `${dataset}/files/${id}/content`, { inferContentType: true }, 'text'],
  ['content by path', `${dataset}/GetFileContentByPath`, { path: '/input/a b.txt' }, 'text'],
  ['metadata by id', `${dataset}/files/${id}`, {}, expect.objectContaining({ Size: 4 })],
  [
    'metadata by path',
    `${dataset}/GetFileByPath`,
    { path: 'input/a b.txt' },
    expect.objectContaining({ Path: '/input/a b.txt', Name: 'a b.txt', MediaType: 'text/plain' }),
  ],
];

test.each(reads)('a blob: %s', async (_, path, queries, body) => {
  world.blobs.put('input/a b.txt', 'text');
  await world.run({ Read: call('azureblob', 'get', path, { queries }) });
  expect(world.action('Read')).toMatchObject({ outputs: { statusCode: 200, body } });
});

test('JSON is read as JSON, other bytes as $content', async () => {
  world.blobs.put('input/a.json', '{"a": [1]}', 'application/json');
  world.blobs.put('input/a.bin', 'abc', 'image/png');
  const read = (path: string) =>
    call('azureblob', 'get', `${dataset}/GetFileContentByPath`, { queries: { path } });
  await world.run({ Json: read('/input/a.json'), Bytes: read('/input/a.bin') });
  expect(world.action('Json')).toMatchObject({ outputs: { body: { a: [1] } } });
  expect(world.action('Bytes')).toMatchObject({
    outputs: { body: { '$content-type': 'image/png', $content: 'YWJj' } },
  });
});

test('a blob that is not there is a failure that keeps its answer', async () => {
  const queries = { path: '/input/none' };
  await world.run({ Read: call('azureblob', 'get', `${dataset}/GetFileByPath`, { queries }) });
  expect(world.action('Read')).toMatchObject({
    status: 'Failed',
    code: 'NotFound',
    outputs: { statusCode: 404, body: { status: 404 } },
  });
});

test('another account than that of the connection is not found', async () => {
  const queries = { path: '/input/a' };
  await world.run({
    Read: call('azureblob', 'get', '/v2/datasets/other/GetFileByPath', { queries }),
  });
  expect(world.action('Read').code).toBe('NotFound');
});

test('a blob is created and deleted', async () => {
  const queries = { folderPath: '/out/deep/', name: 'a.json', queryParametersSingleEncoded: true };
  await world.run({
    Create: call('azureblob', 'post', `${dataset}/files`, { queries, body: { n: 1 } }),
    Delete: {
      ...call(
        'azureblob',
        'delete',
        `${dataset}/files/@{encodeURIComponent(encodeURIComponent(body('Create')?['Id']))}`,
      ),
      runAfter: { Create: ['Succeeded'] },
    },
  });
  expect(world.action('Create')).toMatchObject({ outputs: { body: { Path: '/out/deep/a.json' } } });
  expect(world.action('Delete').status).toBe('Succeeded');
  expect(world.blobs.blobs.size).toBe(0);
});

test('signatures are for a day and for reading where nothing is said', async () => {
  const queries = { path: '/input/a' };
  await world.run({
    Sign: call('azureblob', 'post', `${dataset}/CreateSharedLinkByPath`, { queries, body: {} }),
  });
  expect(world.action('Sign')).toMatchObject({
    outputs: { body: { WebUrl: expect.stringContaining('/input/a?sv=1&sp=r&se=2026-01-02') } },
  });
});

test('permissions come in the order that a signature wants; unknown ones are refused', async () => {
  const sign = (Permissions: string) =>
    call('azureblob', 'post', `${dataset}/CreateSharedLinkByPath`, {
      queries: { path: '/input' },
      body: { Permissions },
    });
  await world.run({ Good: sign('Write,Read,Create'), Bad: sign('Own') });
  expect(JSON.stringify(world.action('Good').outputs)).toContain('sp=rcw');
  expect(world.action('Bad').code).toBe('BadRequest');
});

test('a blob in a folder below does not fire, one in the folder itself does, with its ETag once', async () => {
  const workflow = world.shipped('blob-to-jobs-queue');
  world.blobs.put('input/before', 'there already');
  await world.start(workflow);
  world.blobs.put('input/deep/a', 'x');
  world.blobs.put('input/b', 'x');
  await world.clock.advance(300_000);
  expect(world.runs().map(({ trigger }) => trigger.outputs)).toMatchObject([
    { body: { Path: '/input/b', IsFolder: false } },
  ]);
});

test('more blobs than one poll takes are all found', async () => {
  await world.start(world.shipped('blob-to-jobs-queue'));
  for (let index = 0; index < 35; index += 1) world.blobs.put(`input/${index}`, 'x');
  await world.clock.advance(300_000);
  expect(new Set(world.queues.texts('work')).size).toBe(35);
});

test('messages are taken, put and deleted; a receipt that died is not found', async () => {
  const queue = "/v2/storageAccounts/@{encodeURIComponent(encodeURIComponent('account'))}/queues/q";
  const after = (name: string) => ({ runAfter: { [name]: ['Succeeded'] } });
  const taken = "body('Take')?['QueueMessagesList']?['QueueMessage'][0]";
  const remove = (receipt: string) =>
    call(
      'azurequeues',
      'delete',
      `${queue}/messages/@{encodeURIComponent(${taken}?['MessageId'])}`,
      {
        queries: { popreceipt: receipt },
      },
    );
  await world.run({
    Put: call('azurequeues', 'post', `${queue}/messages`, { body: 'hello' }),
    Take: {
      ...call('azurequeues', 'get', `${queue}/messages`, { queries: { numofmessages: 1 } }),
      ...after('Put'),
    },
    Dead: { ...remove('dead'), ...after('Take') },
    Delete: { ...remove(`@${taken}?['PopReceipt']`), runAfter: { Dead: ['Failed'] } },
  });
  expect(world.action('Dead').code).toBe('NotFound');
  expect(world.action('Delete').status).toBe('Succeeded');
  expect(world.queues.texts('q')).toEqual([]);
});
