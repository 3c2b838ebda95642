import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { LineCounter, parseDocument } from 'yaml';

const validators = {
  'https://json-schema.org/draft/2019-09/schema': Ajv2019,
  'http://json-schema.org/draft-04/schema#': AjvDraft04.default ?? AjvDraft04,
};

/** What is checked, and its schema below the folder of schemas, which is not part of the project. */
const documents = [
  { file: 'azure.yaml', schema: 'azure.yaml.schema.json' },
  { file: 'infra/main.parameters.json', schema: 'arm-schemas/deploymentParameters.json' },
];
const definitions = {
  folder: 'logicapps',
  schema: 'workflowdefinition-2016-06-01.overlay-msi.schema.json',
};

/** The files of azd, ARM and Logic Apps: they can be read and, where their schemas are at hand, are right by them. */
export function checkSchemas(root, specs) {
  const checked = [...documents, ...definitionsIn(root)].map((document) =>
    checkDocument(root, path.join(specs, 'logicapps'), document),
  );
  return {
    findings: checked.flatMap(({ findings }) => findings),
    notes: checked.flatMap(({ notes }) => notes),
  };
}

function definitionsIn(root) {
  const { folder, schema } = definitions;
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ file: `${folder}/${name}`, schema, part: 'definition' }));
}

function checkDocument(root, folder, { file, schema, part }) {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path.join(root, file), 'utf8'), {
    lineCounter: lines,
  });
  const broken = document.errors.map(({ pos, message }) => ({
    file,
    line: lines.linePos(pos[0]).line,
    message,
  }));
  if (broken.length > 0) return { findings: broken, notes: [] };
  const schemaFile = path.join(folder, schema);
  if (!existsSync(schemaFile))
    return { findings: [], notes: [`${file} not checked: its schema is not here`] };
  const value = document.toJS();
  const errors = errorsOf(part ? value[part] : value, schemaFile);
  const findings = errors.map(({ instancePath, message }) => {
    const pointer = part ? `/${part}${instancePath}` : instancePath;
    return {
      file,
      line: lineAt(document, lines, pointer),
      message: `${pointer || '/'} ${message}`,
    };
  });
  return { findings, notes: [`${file} checked by its schema`] };
}

function errorsOf(value, schemaFile) {
  // Draft 4 has no `$id`, which one of these schemas has all the same.
  const { $id, ...rest } = JSON.parse(readFileSync(schemaFile, 'utf8'));
  const schema = /draft-04/.test(rest.$schema) ? rest : { $id, ...rest };
  const Validator = validators[schema.$schema];
  if (!Validator) throw new Error(`there is no validator for ${schema.$schema}`);
  const ajv = new Validator({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv);
  addReferenced(ajv, schema, path.dirname(schemaFile));
  const validate = ajv.compile(schema);
  validate(value);
  return validate.errors ?? [];
}

/** Other schemas that a schema leads to: the file beside it, else one that takes everything. */
function addReferenced(ajv, schema, folder) {
  for (const [url, pointers] of referencesOf(schema)) {
    if (ajv.schemas[url] || ajv.refs[url]) continue;
    const beside = path.join(folder, path.posix.basename(url));
    const found = existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : undefined;
    ajv.addSchema(found ?? takesEverything(pointers), url);
    if (found) addReferenced(ajv, found, folder);
  }
}

function referencesOf(schema) {
  const found = new Map();
  JSON.stringify(schema, (key, value) => {
    if (key !== '$ref' || typeof value !== 'string' || !value.startsWith('http')) return value;
    const [url, pointer = ''] = value.split('#');
    if (url !== (schema.id ?? schema.$id ?? '').replace(/#$/, ''))
      found.set(url, [...(found.get(url) ?? []), pointer]);
    return value;
  });
  return found;
}

function takesEverything(pointers) {
  const schema = {};
  for (const pointer of pointers) {
    let at = schema;
    for (const part of pointer.split('/').slice(1)) at = at[part] ??= {};
  }
  return schema;
}

function lineAt(document, lines, pointer) {
  const node = document.getIn(pointer.split('/').slice(1), true);
  return node?.range ? lines.linePos(node.range[0]).line : 1;
}
