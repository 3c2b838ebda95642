import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import ajvDraft04 from 'ajv-draft-04';
import ajvFormats from 'ajv-formats';
import { z } from 'zod';
import { withShared } from '../support/shared-material.ts';
import { World } from '../local/logic-apps/support/world.ts';

const schemaFile = path.resolve(
  '../shared/specs/logicapps/workflowdefinition-2016-06-01.schema.json',
);
const files = readdirSync('logicapps').filter((name) => name.endsWith('.json'));

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const Shipped = z.object({
  definition: z.looseObject({ parameters: z.record(z.string(), z.unknown()) }),
});
const definitionOf = (name: string) => Shipped.parse(read(path.join('logicapps', name))).definition;

withShared('specs/logicapps', () => {
  test.each(files)('%s fits the schema of workflow definitions', (name) => {
    const ajv = new ajvDraft04.default({ strict: false, allErrors: true });
    ajvFormats.default(ajv);
    const validate = ajv.compile(z.looseObject({}).parse(read(schemaFile)));
    validate(definitionOf(name));
    expect(validate.errors ?? []).toEqual([]);
  });
});

test.each(files)('%s can be run here', (name) => {
  const world = new World();
  expect(world.shipped(name.replace('.json', '')).triggers.size).toBe(1);
});

test.each(files)('%s has nothing of an environment or a secret in it', (name) => {
  const text = readFileSync(path.join('logicapps', name), 'utf8');
  expect(text).not.toMatch(/core\.windows\.net(?!\,)|sig=|AccountKey|devstoreaccount|127\.0\.0\.1/);
});

test.each(files)(
  '%s: all that stands in `parameters` is used, and no text is an ARM expression',
  (name) => {
    const definition = definitionOf(name);
    const text = JSON.stringify(definition);
    const unused = Object.keys(definition.parameters).filter(
      (each) => !text.includes(`parameters('${each}')`),
    );
    expect(unused).toEqual([]);
    expect(text).not.toMatch(/:"\[/);
  },
);
