import type { Connection, Delivery, Session } from 'rhea';

/**
 * What rhea 3.0.5 keeps inside and does not declare, as far as the fixes of this folder touch it. rhea is a client first;
 * as a server it needs them, and they are made on its objects so that the package stays as it is.
 */
export interface Frame {
  readonly performative: {
    readonly name: string;
    readonly role: boolean;
    readonly handle: number;
    message_format: number | null | undefined;
    source: unknown;
    target: unknown;
  };
}

export interface LinkInternals {
  readonly name: string;
  credit: number;
  delivery_count: number;
  issue_flow: boolean;
  readonly local: {
    readonly handle: number;
    readonly attach: {
      snd_settle_mode?: number;
      rcv_settle_mode?: number;
      max_message_size?: number;
      source?: unknown;
      target?: unknown;
    };
  };
  readonly remote: { readonly handle: number | undefined; attach?: unknown };
  readonly state: {
    local_open: boolean;
    remote_open: boolean;
    open_requests: number;
    need_open(): boolean;
    mark(mark: unknown): void;
  };
  on_attach(frame: Frame): void;
  attach(): void;
  remove(): void;
  close(error?: { condition: string; description: string }): void;
}

export interface SenderInternals extends LinkInternals {
  _draining: boolean;
  _drained: boolean;
  _get_drain(): boolean;
}

export interface SessionInternals {
  readonly state: { readonly open_requests: number };
  readonly outgoing: { process(): void; available(): number };
  readonly incoming: { process(session: Session): void };
  readonly links: Record<string, LinkInternals>;
  readonly local: { readonly handles: Record<string, LinkInternals | undefined> };
  readonly remote: { readonly handles: Record<string, LinkInternals | undefined> };
  output(frame: unknown): void;
  create_sender(name: string): LinkInternals;
  create_receiver(name: string): LinkInternals;
  remove_link(link: LinkInternals): void;
  on_attach(frame: Frame): void;
  on_transfer(frame: Frame): void;
  on_detach(frame: Frame): void;
  on_end(frame: Frame): void;
}

interface ConnectionInternals {
  readonly socket: unknown;
  _register(): void;
  output(): void;
  abort_socket(socket: unknown): void;
}

interface DeliveryInternals {
  remote_settled: boolean;
}

const changed = 'This is not the rhea that local/service-bus/rhea was written for (3.0.5).';

export function sessionInternals(session: Session): SessionInternals {
  if (isSession(session)) return session;
  throw new Error(changed);
}

export function linkInternals(link: object): LinkInternals {
  if (isLink(link)) return link;
  throw new Error(changed);
}

export function senderInternals(link: object): SenderInternals {
  if (isSender(link)) return link;
  throw new Error(changed);
}

export function connectionInternals(connection: Connection): ConnectionInternals {
  if (isConnection(connection)) return connection;
  throw new Error(changed);
}

export function deliveryInternals(delivery: Delivery): DeliveryInternals {
  if (isDelivery(delivery)) return delivery;
  throw new Error(changed);
}

const has = (value: object, ...names: readonly string[]): boolean =>
  names.every((name) => name in value);

function isSession(value: object): value is SessionInternals {
  return has(
    value,
    'outgoing',
    'incoming',
    'links',
    'local',
    'remote',
    'create_sender',
    'on_transfer',
  );
}

function isLink(value: object): value is LinkInternals {
  return has(value, 'credit', 'delivery_count', 'issue_flow', 'local', 'remote', 'state');
}

function isSender(value: object): value is SenderInternals {
  return isLink(value) && has(value, '_draining', '_drained', '_get_drain');
}

function isConnection(value: object): value is ConnectionInternals {
  return has(value, '_register', 'abort_socket', 'socket');
}

function isDelivery(value: object): value is DeliveryInternals {
  return has(value, 'remote_settled');
}
