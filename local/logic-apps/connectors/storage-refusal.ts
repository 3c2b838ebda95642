import { NoAnswer, type Reply } from './connector.ts';

/** What a storage service answered instead of doing what it was asked. */
export class StorageRefusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = 'StorageRefusal';
    this.statusCode = statusCode;
  }
}

/** The answer of `work`; a refusal becomes one as the connectors give it, all else is no answer. */
export async function replyTo(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    if (!(error instanceof StorageRefusal)) throw new NoAnswer(error);
    const { statusCode: status, message } = error;
    return { statusCode: status, headers: {}, body: { status, message, source: 'local' } };
  }
}

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  statusCode: 200,
  headers,
  body,
});

/** Whether the path names the account that the connection is made for. */
export function isAccount(asked: string | undefined, accountName: string): boolean {
  return asked === accountName || asked === 'AccountNameFromSettings';
}

export const otherAccount = (asked: string | undefined, accountName: string): StorageRefusal =>
  new StorageRefusal(
    404,
    `The connection is made for the storage account '${accountName}', not for '${asked ?? ''}'.`,
  );
