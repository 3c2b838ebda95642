import type { LinkInternals, SessionInternals } from './internals.ts';

/**
 * Trap 8: rhea knows links by their names alone; a sender and a receiver of the same name, or a link that is attached
 * again, end the connection ("Attach already received"). With this a link is known by role and name, and an older one of
 * both is detached: http://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transport-v1.0-os.html#doc-idp315568
 */
export function keyLinksByRole(session: SessionInternals): void {
  let replaced = 0;
  session.on_attach = (frame) => {
    const { name, role, handle } = frame.performative;
    const key = `${role ? 'sender' : 'receiver'} ${name}`;
    const older = session.links[key];
    if (older) {
      // It has to stay in the table until its detach is written.
      replaced += 1;
      session.links[`${key} ${replaced}`] = older;
      if (older.state.remote_open)
        older.close({ condition: 'amqp:link:stolen', description: `${name} was attached again.` });
    }
    const link = role ? session.create_sender(name) : session.create_receiver(name);
    forget(session.links, name);
    session.links[key] = link;
    session.remote.handles[handle] = link;
    link.on_attach(frame);
    link.remote.attach = frame.performative;
  };
  session.remove_link = (link) => {
    for (const table of [session.links, session.local.handles, session.remote.handles])
      forgetLink(table, link);
  };
}

function forgetLink(table: Record<string, LinkInternals | undefined>, link: LinkInternals): void {
  for (const [key, value] of Object.entries(table)) if (value === link) forget(table, key);
}

function forget(table: object, key: string): void {
  Reflect.deleteProperty(table, key);
}
