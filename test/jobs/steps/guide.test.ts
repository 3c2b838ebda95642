import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parseJobSpec } from '../../../jobs/job-spec.ts';
import { parseYaml } from '../../../triggers/yaml-text.ts';

test('the spec of docs/steps.md is one', () => {
  const guide = readFileSync(path.join(__dirname, '../../../docs/steps.md'), 'utf8');
  const [, text = ''] = /```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  const parsed = parseYaml(text);
  const spec = parseJobSpec(parsed.ok ? parsed.value : undefined);
  expect(spec).toMatchObject({ ok: true });
  expect(spec.ok && spec.spec.steps).toHaveLength(4);
});
