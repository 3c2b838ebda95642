import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseJobSpec } from '../../jobs/job-spec.ts';
import { closedPolicy, policyErrors } from '../../jobs/policy.ts';
import { PolicyRule } from '../../jobs/policy/rule.ts';
import { secretRefsOf } from '../../jobs/spec/secret-refs.ts';
import { target } from '../support/job-world.ts';

const text = readFileSync(path.join(__dirname, '../../docs/secrets.md'), 'utf8');
const [spec, rules] = [...text.matchAll(/```json\n([^]*?)```/g)].map(([, json = '']): unknown =>
  JSON.parse(json),
);

describe('docs/secrets.md', () => {
  const parsed = parseJobSpec(spec);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));

  test('shows a spec that names a secret wherever one can stand', () => {
    const fields = secretRefsOf(parsed.spec.group ?? { properties: { containers: [] } });
    expect(fields.map(({ path: field }) => field.replaceAll(/\[\d\]/g, ''))).toEqual([
      'properties.containers.properties.environmentVariables.secretRef',
      'properties.containers.properties.environmentVariables.secretRef',
      'properties.imageRegistryCredentials.secretRef',
      'properties.volumes.secret.load.json.secretRef',
      'properties.volumes.azureFile.secretRef',
    ]);
  });

  test('shows rules by which its image may have all of them, and another none', () => {
    const policy = {
      ...closedPolicy,
      vault: 'https://own.vault.azure.net',
      rules: z.array(PolicyRule).parse(rules),
    };
    const settings = { policy, imagePrefix: 'own.azurecr.io', defaultRegion: 'westeurope' };
    expect(policyErrors(parsed.spec, settings, target)).toEqual([]);
    const foreign = parseJobSpec(JSON.parse(JSON.stringify(spec).replace('/team/', '/team-evil/')));
    expect(foreign.ok && policyErrors(foreign.spec, settings, target)).toHaveLength(5);
  });
});
