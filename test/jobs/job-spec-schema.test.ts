import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { jobSpecSchema } from '../../jobs/job-spec-schema.ts';
import { everything, exported, secretive } from './support/whole-group.ts';

const root = path.join(__dirname, '../..');
const file = path.join(root, 'jobs/job-spec.schema.json');

beforeAll(() => {
  if (process.env['UPDATE'] !== '1') return;
  writeFileSync(file, JSON.stringify(jobSpecSchema()));
  execFileSync(path.join(root, 'node_modules/.bin/prettier'), ['--write', file]);
});

test('job-spec.schema.json is what the spec makes of itself today; UPDATE=1 writes it', () => {
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(jobSpecSchema());
});

describe('the schema', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addFormat('base64', true);
  const isValid = ajv.compile(jobSpecSchema());

  test.each([
    ['a group with all that there is', { group: everything }],
    ['what az container export prints', { group: exported }],
    ['a group with secrets', { group: secretive }],
    ['a workload', { workload: 'render', input: { tiles: 2 } }],
    [
      'a fan-out',
      { group: everything, fanOut: { items: { from: 1, to: 2 } }, reduce: { group: everything } },
    ],
  ])('takes what the parser takes: %s', (_, spec) => {
    expect(parseJobSpec(spec)).toMatchObject({ ok: true });
    isValid(spec);
    expect(isValid.errors).toBeNull();
  });

  test.each([
    ['an unknown field', { ...everything, x: 1 }],
    [
      'a container without an image',
      { properties: { containers: [{ name: 'a', properties: {} }] } },
    ],
    ['no container', { properties: { containers: [] } }],
    [
      'a GPU',
      {
        properties: {
          containers: [
            {
              name: 'a',
              properties: {
                image: 'i',
                resources: { requests: { cpu: 1, memoryInGB: 1, gpu: { count: 1, sku: 'V100' } } },
              },
            },
          ],
        },
      },
    ],
    [
      'a restart policy that is no job’s',
      {
        properties: {
          containers: [{ name: 'a', properties: { image: 'i' } }],
          restartPolicy: 'Always',
        },
      },
    ],
  ])('refuses what the parser refuses: %s', (_, group) => {
    expect(parseJobSpec({ group })).toMatchObject({ ok: false });
    expect(isValid({ group })).toBe(false);
  });
});
