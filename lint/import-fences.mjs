import path from 'node:path';

const appFolders = ['jobs', 'orchestrators', 'activities', 'triggers', 'clients'];

/**
 * What each part may import besides itself: `ours` = files and folders of this repository, `packages` = npm
 * packages and Node's own modules (`node:*` = all of those). Anything that is not listed is closed.
 */
const fences = {
  jobs: { ours: [], packages: ['zod', 'tinyduration'] },
  orchestrators: { ours: ['jobs'], packages: ['durable-functions'] },
  activities: {
    ours: ['jobs', 'clients/ports.ts', 'clients/queries'],
    packages: ['durable-functions'],
  },
  triggers: {
    ours: ['jobs', 'clients/ports.ts', 'clients/queries'],
    packages: ['@azure/functions', 'durable-functions', 'yaml', 'zod'],
  },
  'clients/ports.ts': { ours: ['jobs'], packages: [] },
  'clients/queries': { ours: ['jobs', 'clients/ports.ts'], packages: [] },
  'clients/azure': { ours: ['jobs', 'clients/ports.ts'], packages: ['*'] },
  'config.ts': { ours: ['jobs'], packages: ['zod'] },
  'index.ts': { ours: [...appFolders, 'config.ts'], packages: ['*'] },
  'app.ts': { ours: [...appFolders, 'config.ts', 'index.ts'], packages: ['*'] },
  images: { ours: [], packages: ['node:*', 'fast-png', 'vader-sentiment'] },
  'local/main.ts': { ours: ['local/launcher', 'local/support'], packages: ['*'] },
  'local/host': { ours: ['local/support', 'local/durable'], packages: ['*'] },
  'local/demo': { ours: ['local/support', 'local/launcher', 'jobs'], packages: ['*'] },
  'local/*': { ours: ['local/support'], packages: ['*'] },
  test: { ours: ['*'], packages: ['*'] },
  'jest.config.mjs': { ours: [], packages: ['node:*'] },
  'eslint.config.mjs': { ours: ['lint'], packages: ['*'] },
  bench: { ours: ['*'], packages: ['*'] },
  infra: { ours: [], packages: ['*'] },
  lint: { ours: [], packages: ['*'] },
  // They build images with the client by which the emulator runs them.
  scripts: {
    ours: ['local/aci/engine-backend', 'jobs/prices'],
    packages: ['node:*', 'fflate', 'prettier', 'zod'],
  },
};

/** The parts that are fenced below the top folder: each of `local/` may be split off; ports are apart from clients. */
function partOf(file) {
  const [top, second] = file.split('/');
  return top === 'local' || top === 'clients' ? `${top}/${second}` : top;
}

function fenceOf(part) {
  const byDefault = part.startsWith('local/') ? fences['local/*'] : { ours: [], packages: [] };
  return fences[part] ?? byDefault;
}

const isIn = (file, part) => part === '*' || file === part || file.startsWith(`${part}/`);

function packageNameOf(source) {
  if (source.startsWith('node:')) return 'node:*';
  return source.split('/', source.startsWith('@') ? 2 : 1).join('/');
}

export const importFences = {
  meta: { type: 'problem', schema: [], messages: { closed: '{{part}} may not import {{what}}.' } },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    const part = partOf(file);
    const fence = fenceOf(part);

    function check({ source }) {
      if (source?.type !== 'Literal') return;
      const relative = source.value.startsWith('.');
      const what = relative
        ? path.posix.join(path.posix.dirname(file), source.value)
        : packageNameOf(source.value);
      const open = relative
        ? [part, ...fence.ours].some((allowed) => isIn(what, allowed))
        : fence.packages.some((allowed) => allowed === '*' || allowed === what);
      if (!open) context.report({ node: source, messageId: 'closed', data: { part, what } });
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    };
  },
};
