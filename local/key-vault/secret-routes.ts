import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Clock } from '../support/clock.ts';
import { readText } from './read-body.ts';
import type { SecretStore, SecretVersion } from './secret-store.ts';
import {
  badParameter,
  deletedButRecoverable,
  disabled,
  notEmulated,
  notFound,
  tooLarge,
} from './vault-error.ts';
import { deletedView, listView, secretView } from './views.ts';

/** https://learn.microsoft.com/azure/key-vault/secrets/about-secrets */
const maxValueBytes = 25_600;
/** A value with every character escaped. */
const maxBodyBytes = 256 * 1024;
const maxTags = 15;
/** https://learn.microsoft.com/rest/api/keyvault/secrets/get-secrets/get-secrets */
const maxPage = 25;

const Changes = z.object({
  contentType: z.string().max(255).optional(),
  tags: z
    .record(z.string().max(256), z.string().max(256))
    .refine((tags) => Object.keys(tags).length <= maxTags, `has more than ${maxTags} tags`)
    .optional(),
  attributes: z
    .object({
      enabled: z.boolean().exactOptional(),
      nbf: z.int().exactOptional(),
      exp: z.int().exactOptional(),
    })
    .optional(),
});
const NewSecret = Changes.extend({
  value: z
    .string()
    .refine(
      (value) => Buffer.byteLength(value) <= maxValueBytes,
      `has more than ${maxValueBytes} bytes`,
    ),
});

interface Vault {
  readonly store: SecretStore;
  readonly clock: Clock;
}

/** Each route is one operation of the REST API. */
export function secretRoutes(vault: Vault): Hono {
  const { store } = vault;
  const app = new Hono({ strict: false });
  app.get('/secrets', (context) =>
    page(context, store.newest(false), (version) => listView(originOf(context), version)),
  );
  app.post('/secrets/restore', () => {
    throw notEmulated('RestoreSecret');
  });
  app.post('/secrets/:name/backup', () => {
    throw notEmulated('BackupSecret');
  });
  app.put('/secrets/:name', async (context) => {
    const made = await setSecret(vault, nameOf(context), context);
    return context.json(secretView(originOf(context), made, true));
  });
  app.get('/secrets/:name/versions', (context) => {
    const { name } = live(store, nameOf(context));
    const all = store.versionsOf(name);
    return page(context, all, (version) => secretView(originOf(context), version, false));
  });
  app.on('GET', ['/secrets/:name', '/secrets/:name/:version'], (context) => {
    const found = live(store, nameOf(context), context.req.param('version'));
    if (!found.enabled) throw disabled();
    return context.json(secretView(originOf(context), found, true));
  });
  app.on('PATCH', ['/secrets/:name', '/secrets/:name/:version'], async (context) => {
    const found = live(store, nameOf(context), context.req.param('version'));
    const {
      contentType = found.contentType,
      tags = found.tags,
      attributes,
    } = await bodyOf(Changes, context);
    const { enabled, nbf, exp } = { ...found, ...attributes };
    const changed = { ...found, contentType, tags, enabled, nbf, exp, updated: seconds(vault) };
    store.change(changed);
    return context.json(secretView(originOf(context), changed, false));
  });
  app.delete('/secrets/:name', (context) => {
    const found = live(store, nameOf(context));
    const at = seconds(vault);
    store.markDeleted(found.name, at);
    return context.json(deletedView(originOf(context), found, at));
  });
  app.route('/', deletedRoutes(vault));
  return app;
}

function deletedRoutes({ store }: Vault): Hono {
  const app = new Hono({ strict: false });
  app.get('/deletedsecrets', (context) =>
    page(context, store.newest(true), (version) =>
      deletedView(originOf(context), version, store.deletedAt(version.name) ?? 0),
    ),
  );
  app.get('/deletedsecrets/:name', (context) => {
    const { version, at } = deleted(store, nameOf(context));
    return context.json(deletedView(originOf(context), version, at));
  });
  app.delete('/deletedsecrets/:name', (context) => {
    store.purge(deleted(store, nameOf(context)).version.name);
    return context.body(null, 204);
  });
  app.post('/deletedsecrets/:name/recover', (context) => {
    const { version } = deleted(store, nameOf(context));
    store.markDeleted(version.name, undefined);
    return context.json(secretView(originOf(context), version, false));
  });
  return app;
}

async function setSecret(vault: Vault, name: string, context: Context): Promise<SecretVersion> {
  const { store } = vault;
  if (store.deletedAt(name) !== undefined) throw deletedButRecoverable(name);
  const { value, contentType, tags = {}, attributes = {} } = await bodyOf(NewSecret, context);
  const { enabled = true, nbf, exp } = attributes;
  const now = seconds(vault);
  const made = {
    ...{ name, id: randomUUID().replaceAll('-', ''), value, contentType, tags },
    ...{ enabled, nbf, exp, created: now, updated: now },
  };
  store.add(made);
  return made;
}

function live(store: SecretStore, name: string, id?: string): SecretVersion {
  const version =
    id === undefined || id === '' ? store.find(name) : store.find(name, id.toLowerCase());
  if (!version || store.deletedAt(name) !== undefined) throw notFound(id ? `${name}/${id}` : name);
  return version;
}

function deleted(store: SecretStore, name: string): { version: SecretVersion; at: number } {
  const version = store.find(name);
  const at = store.deletedAt(name);
  if (!version || at === undefined) throw notFound(name);
  return { version, at };
}

function nameOf(context: Context): string {
  const name = context.req.param('name') ?? '';
  if (!/^[0-9A-Za-z-]{1,127}$/.test(name))
    throw badParameter(`The request URI contains an invalid name: ${name.slice(0, 200)}`);
  return name;
}

async function bodyOf<T>(schema: z.ZodType<T>, context: Context): Promise<T> {
  const text = await readText(context.req.raw, maxBodyBytes);
  if (text === undefined) throw tooLarge();
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // By its fields, not its values.
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw badParameter(`The body is not right: ${wrong.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In pages, the place of the next in its link. */
function page(
  context: Context,
  all: readonly SecretVersion[],
  view: (version: SecretVersion) => object,
): Response {
  const size = Number(context.req.query('maxresults') ?? maxPage);
  if (!Number.isInteger(size) || size < 1 || size > maxPage)
    throw badParameter(`maxresults must be 1 to ${maxPage}.`);
  const from = Number(context.req.query('$skiptoken') ?? 0);
  if (!Number.isInteger(from) || from < 0) throw badParameter('The $skiptoken is not one of ours.');
  const next = new URL(context.req.url);
  next.searchParams.set('$skiptoken', String(from + size));
  return context.json({
    value: all.slice(from, from + size).map(view),
    nextLink: from + size < all.length ? next.href : null,
  });
}

function originOf(context: Context): string {
  return new URL(context.req.url).origin;
}

function seconds({ clock }: Vault): number {
  return Math.floor(clock.now().getTime() / 1000);
}
