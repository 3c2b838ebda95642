import { createHmac } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { LookupAddress } from 'node:dns';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isPublicAddress } from '../../../clients/azure/public-address.ts';
import { Webhooks } from '../../../clients/azure/webhooks.ts';
import { type Certificates, ensureCertificates } from '../../../local/support/certificates.ts';
import { type HttpServer, startHttpServer } from '../../../local/support/http-server.ts';
import { trust } from '../../contract/support/local-service.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const key = Buffer.alloc(32, 7);
const secret = `whsec_${key.toString('base64')}`;
const call = { id: 'notice-1', body: '{"ü":1}' };

let folder: string;
let certificates: Certificates;
let server: HttpServer | undefined;
let received: { headers: Headers; body: string; path: string }[] = [];

beforeAll(async () => {
  folder = await temporaryFolder('webhooks');
  certificates = await ensureCertificates(folder);
  trust(certificates.caFile);
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  received = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A receiver on this machine; `answer` is what it says. */
async function receiver(answer: (path: string) => Response): Promise<string> {
  server = await startHttpServer({
    port: 0,
    tls: certificates,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      received.push({ headers: request.headers, body: await request.text(), path: pathname });
      return answer(pathname);
    },
  });
  return server.url.replace('127.0.0.1', 'localhost');
}

const anywhere = (found?: LookupAddress[]) =>
  new Webhooks({
    secret,
    mayCall: () => true,
    resolve: () => Promise.resolve(found ?? [{ address: '127.0.0.1', family: 4 }]),
  });

describe('a webhook', () => {
  test('gets the body, an id, a time and a signature over all three', async () => {
    const url = await receiver(() => new Response(null, { status: 204 }));
    await anywhere().post(`${url}/hook`, call);
    const [{ headers, body, path } = { headers: new Headers(), body: '', path: '' }] = received;
    expect({ body, path }).toEqual({ body: call.body, path: '/hook' });
    expect(headers.get('webhook-id')).toBe(call.id);
    const time = headers.get('webhook-timestamp') ?? '';
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    const signed = createHmac('sha256', key).update(`${call.id}.${time}.${body}`).digest('base64');
    expect(headers.get('webhook-signature')).toBe(`v1,${signed}`);
  });

  test.each([302, 400, 410, 500])('that answers %d has not been told', async (status) => {
    const url = await receiver(
      () => new Response('secret words', { status, headers: { location: '/other' } }),
    );
    const told = anywhere().post(`${url}/hook`, call);
    await expect(told).rejects.toThrow(`the webhook of localhost answered ${status}`);
    expect(received.map(({ path }) => path)).toEqual(['/hook']);
  });

  test('is called at the address that was checked, and at none when one of several is private', async () => {
    const url = await receiver(() => new Response());
    const addresses = ['93.184.216.34', '10.0.0.1'].map((address) => ({ address, family: 4 }));
    const checked: string[] = [];
    const webhooks = new Webhooks({
      secret,
      mayCall: (address) => {
        checked.push(address);
        return isPublicAddress(address);
      },
      resolve: () => Promise.resolve(addresses),
    });
    await expect(webhooks.post(url, call)).rejects.toThrow('is not at a public address');
    expect(checked).toEqual(['93.184.216.34', '10.0.0.1']);
    expect(received).toEqual([]);
  });

  test.each(['https://localhost', 'https://127.0.0.1', 'https://[::1]', 'https://2130706433'])(
    'at %s is never called, though something listens there',
    async (origin) => {
      await receiver(() => new Response());
      const told = new Webhooks({ secret }).post(`${origin}:${server?.port ?? 0}/`, call);
      await expect(told).rejects.toThrow('is not at a public address');
      expect(received).toEqual([]);
    },
  );

  test.each(['http://localhost', 'https://a:b@localhost', 'https://a@localhost'])(
    'is not called by %s',
    async (url) => {
      await expect(anywhere().post(url, call)).rejects.toThrow('a webhook is a plain https URL');
    },
  );

  test('whose certificate is not for its name is not called', async () => {
    const url = await receiver(() => new Response());
    const told = anywhere().post(url.replace('localhost', 'hooks.example.com'), call);
    await expect(told).rejects.toThrow('could not be called');
    expect(received).toEqual([]);
  });

  test('whose name is not known is not called', async () => {
    await expect(anywhere([]).post('https://a.example', call)).rejects.toThrow('public address');
  });
});

describe('an address is public', () => {
  test.each(['8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111'])(
    '%s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  test.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '168.63.129.16'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '198.18.0.1'],
    ...['224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'fc00::1', 'fd12::1'],
    ...['fe80::1', 'fe80::1%eth0', 'ff02::1', 'localhost', '', '1.2.3'],
  ])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
