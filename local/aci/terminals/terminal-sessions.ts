import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../support/clock.ts';
import type { RunKey, TerminalSize } from '../container-groups/container-backend.ts';

/** What a client has been promised. */
export type Terminal =
  | {
      readonly kind: 'exec';
      readonly run: RunKey;
      readonly program: string;
      readonly size: TerminalSize;
    }
  | { readonly kind: 'attach'; readonly run: RunKey };

export interface Session {
  readonly id: string;
  readonly password: string;
  readonly validUntil: Date;
  readonly terminal: Terminal;
}

const validMs = 60_000;

/** Promises that have not been taken yet. Each is good once, with its password, for 60 s of the clock. */
export class TerminalSessions {
  private readonly clock: Clock;
  private readonly sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(terminal: Terminal): Session {
    this.dropLate();
    const validUntil = new Date(this.clock.now().getTime() + validMs);
    const session = { id: randomUUID(), password: randomUUID(), validUntil, terminal };
    this.sessions.set(session.id, session);
    return session;
  }

  find(id: string): Session | undefined {
    this.dropLate();
    return this.sessions.get(id);
  }

  /** Gives the terminal to the first who knows the password; a wrong one changes nothing. */
  take(id: string, password: string): Terminal | undefined {
    const session = this.find(id);
    if (!session || !isSame(session.password, password)) return undefined;
    this.sessions.delete(id);
    return session.terminal;
  }

  /** They are in the order of their ends. */
  private dropLate(): void {
    const now = this.clock.now();
    for (const { id, validUntil } of this.sessions.values()) {
      if (validUntil > now) return;
      this.sessions.delete(id);
    }
  }
}

/** In a time that does not tell how much of it is right. */
function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
