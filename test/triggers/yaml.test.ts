import { describe, expect, test } from '@jest/globals';
import { postJob } from '../../triggers/http-post-job.ts';
import { messageJson } from '../../triggers/message-json.ts';
import { queueMessage } from '../../triggers/queue-message.ts';
import { parseYaml } from '../../triggers/yaml-text.ts';
import { jsonOf, requestOf, World } from './support/world.ts';

const spec = `# as az container create --file takes it, below group
name: from yaml
group:
  properties:
    containers:
    - name: main
      properties:
        image: example.azurecr.io/tool:1
        command: [sh, -c, 'echo "done"']
        resources: {requests: {cpu: 1.0, memoryInGB: 1.5}}
`;

const post = (world: World, body: string, contentType: string) =>
  postJob(
    world,
    world.orchestrations,
    requestOf({ method: 'POST', headers: { 'content-type': contentType }, body }),
  );

describe('a job in YAML', () => {
  test.each([
    'application/yaml',
    'text/yaml; charset=utf-8',
    'application/x-yaml',
    'TEXT/X-YAML',
    'text/vnd.yaml',
  ])('is taken over HTTP as %s', async (contentType) => {
    const reply = await post(new World(), spec, contentType);
    expect(reply).toMatchObject({ status: 202, jsonBody: { name: 'from yaml' } });
  });

  test('that is no YAML is refused with the reason and the place', async () => {
    const reply = await post(new World(), 'name: [a', 'application/yaml');
    expect(jsonOf(reply)).toMatchObject({
      status: 400,
      title: expect.stringMatching(/^The body is not YAML: .* at character \d+$/),
    });
  });

  test('is not taken as JSON: without the content type the body has to be JSON', async () => {
    expect(jsonOf(await post(new World(), spec, 'text/plain'))).toMatchObject({ status: 400 });
  });

  test.each([
    ['as it is', spec],
    ['as base64', Buffer.from(spec).toString('base64')],
  ])('is taken by a queue message, %s', async (_, message) => {
    const world = new World();
    await queueMessage(world, world.orchestrations, message, world.context);
    expect([...world.store.jobs.values()]).toMatchObject([{ name: 'from yaml' }]);
    expect(world.rejections).toEqual([]);
  });

  test('wrong fields are named by their paths', async () => {
    const world = new World();
    await queueMessage(world, world.orchestrations, 'nmae: x\ntimeout: soon\n', world.context);
    const paths = world.rejections.flatMap(({ errors }) => errors.map(({ path }) => path));
    expect(paths.sort()).toEqual(['group', 'nmae', 'timeout']);
  });
});

test.each(['a word', '- a\n- list', '', '42.x', '[1, 2'])(
  'the message %j is no YAML object',
  (text) => {
    expect(messageJson(text)).toEqual({ ok: false, original: text });
  },
);

const many = (count: number, textOf: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => textOf(index)).join('');
const bomb = `a: &a [x, x]\n${many(20, (n) => `b${n}: &b${n} [${n ? `*b${n - 1}, *b${n - 1}` : '*a, *a'}]\n`)}`;

describe('parseYaml', () => {
  test('reads what JSON could have said', () => {
    expect(parseYaml('{"a": 1, b: yes, c: 2001-01-01, d: 0x10, e: ~}')).toEqual({
      ok: true,
      value: { a: 1, b: 'yes', c: '2001-01-01', d: 16, e: null },
    });
  });

  test('resolves aliases', () => {
    expect(parseYaml('a: &x {k: 1}\nb: *x')).toEqual({
      ok: true,
      value: { a: { k: 1 }, b: { k: 1 } },
    });
  });

  test.each([
    ['', 'it is empty'],
    ['a: 1\n---\nb: 2', 'it holds more than one document'],
    ['a: 1\nb:\n  c: 1\n  c: 2', 'the field c is there twice'],
    ['? [a]\n: 1', 'a field has a name that is no text'],
    ['a: .nan', 'it holds NaN, which JSON has not'],
    ['a: !!set {x}', 'Unresolved tag: tag:yaml.org,2002:set at character 3'],
    [
      '%YAML 1.1\n---\na: !!binary aGk=',
      'Unresolved tag: tag:yaml.org,2002:binary at character 17',
    ],
    ['a: *x', 'Unresolved alias (the anchor must be set before the alias): x'],
  ])('%j is refused: %s', (text, reason) => {
    expect(parseYaml(text)).toEqual({ ok: false, reason });
  });

  test.each([
    ['aliases of aliases', bomb],
    ['an alias in itself', 'a: &a [*a]'],
    ['aliases of a long text', `a: &a ${'x'.repeat(90_000)}\nb: [${many(90, () => '*a, ')}]`],
    ['many aliases', `a: &a 1\nb: [${many(1_000, () => '*a, ')}]`],
    ['many anchors', '&a '.repeat(85_000)],
    ['deep nesting', '['.repeat(250_000)],
    ['many fields', `{${'a,'.repeat(130_000)}}`],
    ['much text', '# '.repeat(200_000)],
  ])('is not kept busy by %s', (_, text) => {
    const started = performance.now();
    expect(parseYaml(text)).toMatchObject({ ok: false });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
