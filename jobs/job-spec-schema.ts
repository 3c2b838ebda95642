import { JobSpec } from './job-spec.ts';
import { type JsonSchema, jsonSchemasOf } from './json-schemas.ts';
import { Group } from './spec/group.ts';
import { StepJob } from './spec/steps.ts';

/** The schema of a job spec as a document of its own, for editors and for those who make specs by program. */
export function jobSpecSchema(): JsonSchema {
  const schemas = jsonSchemasOf(
    { JobSpec, Group, StepJob },
    { placeOf: (name) => `#/$defs/${name}` },
  );
  const { JobSpec: spec, ...others } = schemas;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'JobSpec',
    description: 'What durable-aci runs: a job of container groups on Azure Container Instances.',
    ...spec,
    $defs: others,
  };
}
