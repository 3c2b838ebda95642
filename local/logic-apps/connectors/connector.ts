/** What an operation of a connector is asked: its path's parameters are decoded, queries are text. */
export interface ConnectorRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly queries: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** An answer as actions show it in their outputs. */
export interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, text, or `{ "$content-type", "$content": base64 }`. */
  readonly body: unknown;
  /** Asks again, of a 202 that says where. */
  readonly follow?: (signal: AbortSignal) => Promise<Reply>;
}

/** An operation of a managed connector: https://learn.microsoft.com/connectors/connector-reference/ */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** `{name}` stands for a part of the path that is encoded once, `{name*2}` for one that is encoded twice. */
  readonly path: string;
  readonly queries?: readonly string[];
  readonly headers?: readonly string[];
  /** Absent: Azure has it and it is not implemented here. */
  readonly call?: (request: ConnectorRequest) => Promise<Reply>;
}

/** What a poll found: no body means that there was nothing. */
export interface Poll {
  readonly reply: Reply;
  readonly fired: boolean;
  /** Handed to the next poll; kept together with the runs that this one starts. */
  readonly state: unknown;
  /** There may be more at once. */
  readonly hasMore: boolean;
}

export interface PollRequest extends ConnectorRequest {
  readonly state: unknown;
  /** How many runs may be started now. */
  readonly room: number;
}

/** An operation that a trigger polls. */
export interface PollOperation extends Omit<Operation, 'call'> {
  readonly poll?: (request: PollRequest) => Promise<Poll>;
}

export interface Connector {
  /** As in `managedApis/azureblob`. */
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly triggers: readonly PollOperation[];
}

/** There was no answer: it is tried again as an answer of 5xx is. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'NoAnswer';
  }
}
