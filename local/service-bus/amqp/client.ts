import type { Connection, Sender, Session } from 'rhea';
import { BrokerError } from '../broker-error.ts';
import { mechanismOf } from '../rhea/sasl.ts';
import { type Claim, covers, resourcePath } from '../security/claim.ts';
import { Plain } from '../security/sasl-mechanisms.ts';
import { WorkInFlight } from './work-in-flight.ts';

interface Closable {
  readonly session: Session;
  readonly close: () => void;
}

/** Where a client waits for replies to what it asks of a node. */
interface ReplyLink {
  readonly session: Session;
  readonly node: string;
  readonly names: readonly (string | undefined)[];
  readonly sender: Sender;
}

/** One connection: what it may do and what it has open. */
export class Client {
  /** Of all its links. */
  readonly work = new WorkInFlight();
  private readonly isTrusted: boolean;
  private readonly claims = new Map<string, Claim>();
  private readonly open = new Set<Closable>();
  private readonly replyLinks = new Set<ReplyLink>();

  /** Who has shown the key with SASL PLAIN needs no $cbs. */
  constructor(connection: Connection) {
    this.isTrusted = mechanismOf(connection) instanceof Plain;
  }

  grant(claim: Claim): void {
    this.claims.set(claim.path, claim);
  }

  /** Throws when no token that was put, and is not over, covers the address. */
  authorize(address: string, now: Date): void {
    if (this.isTrusted) return;
    const path = resourcePath(address);
    const isLive = ({ expiresAt }: Claim): boolean => expiresAt > now.getTime();
    for (const claim of this.claims.values()) if (isLive(claim) && covers(claim.path, path)) return;
    throw BrokerError.unauthorized(
      `Unauthorized access. A token for '${address}' has to be put to $cbs before a link to it is attached.`,
    );
  }

  /** `close` is called when the link, its session or the connection ends; call the result when the link has. */
  whenClosed(session: Session, close: () => void): () => void {
    const entry = { session, close };
    this.open.add(entry);
    return () => {
      if (this.open.delete(entry)) close();
    };
  }

  addReplyLink(link: ReplyLink): () => void {
    this.replyLinks.add(link);
    return this.whenClosed(link.session, () => {
      this.replyLinks.delete(link);
    });
  }

  /** The link that answers requests to a node: named by `replyTo`, or the only one of a client that names none. */
  findReplyLink(session: Session, node: string, replyTo: string | undefined): Sender | undefined {
    for (const link of this.replyLinks) {
      if (link.session !== session || link.node !== node) continue;
      if (replyTo === undefined || link.names.includes(replyTo)) return link.sender;
    }
    return undefined;
  }

  closeSession(session: Session): void {
    this.closeAll((entry) => entry.session === session);
  }

  close(): void {
    this.closeAll(() => true);
  }

  private closeAll(isMeant: (entry: Closable) => boolean): void {
    for (const entry of this.open) {
      if (!isMeant(entry)) continue;
      this.open.delete(entry);
      entry.close();
    }
  }
}
