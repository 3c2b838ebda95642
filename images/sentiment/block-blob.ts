import { exit } from './failure.ts';
import { send } from './request.ts';

const blockBytes = 4 * 1024 * 1024;

/**
 * Writes a blob of any length with the memory of one block. Nothing of it can be read before `commit`; blocks that are
 * never committed are thrown away by the store (https://learn.microsoft.com/rest/api/storageservices/put-block).
 */
export class BlockBlob {
  private readonly url: URL;
  private readonly name: string;
  private readonly ids: string[] = [];
  private parts: string[] = [];
  private size = 0;

  constructor(outputUrl: URL, name: string) {
    this.url = new URL(outputUrl);
    this.url.pathname = this.url.pathname.replace(/\/*$/, `/${name}`);
    this.name = name;
  }

  async write(text: string): Promise<void> {
    this.parts.push(text);
    this.size += text.length;
    if (this.size >= blockBytes) await this.stage();
  }

  async commit(): Promise<void> {
    await this.stage();
    const list = this.ids.map((id) => `<Latest>${id}</Latest>`).join('');
    await this.put({ comp: 'blocklist' }, `<BlockList>${list}</BlockList>`, {
      'x-ms-blob-content-type': 'application/json',
    });
  }

  private async stage(): Promise<void> {
    const id = Buffer.from(String(this.ids.length).padStart(8, '0')).toString('base64');
    this.ids.push(id);
    const text = this.parts.join('');
    this.parts = [];
    this.size = 0;
    await this.put({ comp: 'block', blockid: id }, text, {});
  }

  private async put(
    query: Readonly<Record<string, string>>,
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const url = new URL(this.url);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const init = { method: 'PUT', headers, body };
    const response = await send({ url, init, what: `write ${this.name}`, exitCode: exit.output });
    await response.arrayBuffer();
  }
}
