import { createHmac } from 'node:crypto';
import { lookup as lookupByDns, type LookupAddress } from 'node:dns';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

interface WebhookOptions {
  /** `whsec_` and base64, as https://www.standardwebhooks.com/ has it. */
  readonly secret: string;
  /** Which addresses may be called; by default those of the public internet. */
  readonly mayCall?: (address: string) => boolean;
  readonly resolve?: Resolve;
}

interface Call {
  readonly id: string;
  readonly body: string;
}

const timeoutMs = 10_000;

/**
 * Calls HTTPS webhooks with signed JSON (https://www.standardwebhooks.com/). A host is called at the very address that
 * was checked, so that no second answer of the DNS leads elsewhere; no redirect is followed, and of the reply only the
 * status is read.
 */
export class Webhooks {
  private readonly key: Buffer;
  private readonly mayCall: (address: string) => boolean;
  private readonly resolve: Resolve;

  constructor({ secret, mayCall = isPublicAddress, resolve = resolveByDns }: WebhookOptions) {
    this.key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    this.mayCall = mayCall;
    this.resolve = resolve;
  }

  /** Resolves when the receiver has answered 2xx; throws otherwise, with the host and nothing that it said. */
  async post(address: string, call: Call): Promise<void> {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.protocol !== 'https:' || url.username || url.password)
      throw new Error(`a webhook is a plain https URL; that of ${host} is none`);
    // Node asks no resolver for an address.
    if (isIP(host) !== 0) this.check(host, [host]);
    const status = await this.send(url, host, call);
    if (status < 200 || status > 299) throw new Error(`the webhook of ${host} answered ${status}`);
  }

  private check(host: string, addresses: readonly string[]): void {
    if (addresses.length === 0 || !addresses.every((address) => this.mayCall(address)))
      throw new Error(`${host} is not at a public address; no webhook is called there`);
  }

  private send(url: URL, host: string, call: Call): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const sending = request(url, {
      method: 'POST',
      // A connection of its own: one that is kept would have been checked for another call.
      agent: false,
      lookup: this.checkedLookup(host),
      signal: AbortSignal.timeout(timeoutMs),
      headers: this.headersOf(call),
    });
    sending.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sending.on('error', (error) => {
      reject(new Error(`the webhook of ${host} could not be called: ${error.message}`));
    });
    sending.end(call.body);
    return promise;
  }

  private checkedLookup(host: string): LookupFunction {
    return (_name, { all }, callback) => {
      this.resolve(host).then(
        (found) => {
          try {
            this.check(
              host,
              found.map(({ address }) => address),
            );
          } catch (error) {
            callback(error instanceof Error ? error : new Error(String(error)), []);
            return;
          }
          const [first] = found;
          if (all) callback(null, [...found]);
          else callback(null, first?.address ?? '', first?.family);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)), []);
        },
      );
    };
  }

  private headersOf({ id, body }: Call): Record<string, string | number> {
    const timestamp = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', this.key)
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    return {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'durable-aci',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
  }
}

function resolveByDns(host: string): Promise<readonly LookupAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>();
  lookupByDns(host, { all: true, order: 'verbatim' }, (error, found) => {
    if (error) reject(error);
    else resolve(found);
  });
  return promise;
}
