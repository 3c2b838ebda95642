import { damagedGroup, goodGroup, noGroup } from './bodies.ts';
import type { Dice } from './dice.ts';
import { framingTricks } from './framing.ts';
import { requestText } from './request-text.ts';
import { anyTarget, groupTarget } from './targets.ts';

/** What a bad client sends on one connection. */
export interface Exchange {
  readonly kind: string;
  /** Over TLS, or to the TLS port without. */
  readonly port: 'http' | 'https' | 'plain to https';
  /** Sent one after the other. */
  readonly parts: readonly (string | Buffer)[];
  /** Between the parts. */
  readonly pauseMs: number;
}

type Maker = (dice: Dice, subscriptionId: string) => Pick<Exchange, 'parts'> & Partial<Exchange>;

const verbs = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];
const oddVerbs = [...verbs, 'BREW', 'get', 'G\0T', '', 'CONNECT', 'PRI', 'A'.repeat(500)];

const paths: Maker = (dice, id) => {
  const method = dice.pick(dice.oneIn(4) ? oddVerbs : verbs);
  const body = ['PUT', 'POST', 'PATCH'].includes(method) ? { body: noGroup(dice) } : {};
  return { parts: [requestText({ method, target: anyTarget(dice, id), ...body })] };
};

const bodies: Maker = (dice, id) => {
  const target = groupTarget(id, 'hostile');
  const method = dice.pick(['PUT', 'PUT', 'PUT', 'PATCH']);
  const body = method === 'PUT' && dice.oneIn(2) ? damagedGroup(dice) : noGroup(dice);
  return { parts: [requestText({ method, target, body })] };
};

const names = ['UP', '..', '%2e%2e', 'a%2fb', 'a_b', '-a', '%00', 'a'.repeat(64), '%F0%9F%92%A9'];

/** A right group that may not come in. */
const strangers: Maker = (dice, id) => {
  const target = groupTarget(id, 'stranger');
  const request = { method: 'PUT', target, body: goodGroup() };
  const elsewhere = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  const version = (text: string): string => target.replace('2023-05-01', text);
  return {
    parts: [
      requestText(
        dice.pick([
          { ...request, headers: [['Authorization', '']] as const },
          { ...request, headers: [['Authorization', 'Basic YTpi']] as const },
          { ...request, headers: [['Host', 'evil.example']] as const },
          { ...request, headers: [['Host', '127.0.0.1.evil.example']] as const },
          { ...request, headers: [['Host', '169.254.169.254']] as const },
          { ...request, headers: [['Host', 'localhost@evil.example']] as const },
          { ...request, headers: [['Origin', 'https://evil.example']] as const },
          { ...request, headers: [['Origin', 'null']] as const },
          { ...request, target: version('1999-01-01') },
          { ...request, target: version('') },
          { ...request, target: target.replace(id, elsewhere) },
          { ...request, target: target.replace('durable-aci', 'no-such-group') },
          { ...request, target: groupTarget(id, dice.pick(names)) },
          { ...request, target: `http://evil.example${target}` },
          { ...request, method: dice.pick(['POST', 'COPY', 'PROPFIND', 'OPTIONS']) },
        ]),
      ),
    ],
  };
};

const framing: Maker = (dice, id) => ({ parts: [dice.pick(framingTricks(id))] });

const pipelines: Maker = (dice, id) => ({
  parts: [
    Array.from({ length: 2 + dice.below(8) }, () => {
      if (dice.oneIn(3)) return requestText({ method: 'GET', target: groupTarget(id, 'none') });
      if (dice.oneIn(2)) return paths(dice, id).parts.join('');
      return bodies(dice, id).parts.join('');
    }).join(''),
  ],
});

/** Sends a little, waits, sends some more, and goes away in the middle. */
const slow: Maker = (dice, id) => {
  const whole = requestText({ method: 'PUT', target: groupTarget(id, 'slow'), body: goodGroup() });
  const text = whole.slice(0, 1 + dice.below(whole.length - 1));
  const cuts = [dice.below(text.length), dice.below(text.length)].sort((a, b) => a - b);
  const [first = 0, second = 0] = cuts;
  const parts = [text.slice(0, first), text.slice(first, second), text.slice(second)];
  return { parts, pauseMs: 5 + dice.below(20) };
};

const megabyte = 'x'.repeat(1024 * 1024);
const chunk = `${megabyte.length.toString(16)}\r\n${megabyte}\r\n`;

const large: Maker = (dice, id) => {
  const put = { method: 'PUT', target: groupTarget(id, 'large') };
  const isChunked = dice.oneIn(2);
  const header = isChunked
    ? (['Transfer-Encoding', 'chunked'] as const)
    : (['Content-Length', String(10 * megabyte.length)] as const);
  const head = requestText({ ...put, headers: [header] });
  return { parts: [head, ...Array.from({ length: 10 }, () => (isChunked ? chunk : megabyte))] };
};

const controls: Maker = (dice) => {
  const targets = ['/_emu/faults', '/_emu/clock', '/_emu/behaviour', '/_emu/billing/rates'];
  const secrets = ['/msi/token', '/x/oauth2/token', '/adfs/oauth2/token', '/x/oauth2/v2.0/token'];
  const method = dice.pick(['POST', 'PATCH', 'PUT']);
  const body = dice.pick([
    ...[noGroup(dice), '{"advanceSeconds":-1}', '{"advanceSeconds":1e300}', '{"mode":"odd"}'],
    ...['{"match":{"group":"*"},"action":{"status":99}}', '{"action":{"lifecycle":"x:y=z"}}'],
    ...['{"action":{"headers":{"a b":"c\\r\\nd:e"},"status":400}}', 'resource=%ff&%=%', '&&&==='],
    ...['{"limits":{"containerGroups":-1}}', '{"deleteSeconds":"x"}', '{"EastUS":{}}'],
  ]);
  return { parts: [requestText({ method, target: dice.pick([...targets, ...secrets]), body })] };
};

const upgrades: Maker = (dice, id) => {
  const headers = [
    ['Connection', 'Upgrade'],
    ['Upgrade', dice.pick(['websocket', 'h2c', 'WEBSOCKET', 'x'.repeat(1000)])],
    ['Sec-WebSocket-Key', dice.pick(['dGhlIHNhbXBsZSBub25jZQ==', '', 'x', '='.repeat(5000)])],
    ['Sec-WebSocket-Version', dice.pick(['13', '0', '-1', 'x'])],
    ['Host', dice.pick(['localhost', 'evil.example', '[::1', ''])],
  ] as const;
  const target = dice.pick([
    '/terminals/00000000-0000-0000-0000-000000000000',
    `/terminals/${'../'.repeat(20)}`,
    groupTarget(id, 'none', '/containers/main/exec'),
  ]);
  return { parts: [requestText({ method: 'GET', target, headers }), dice.bytes(dice.below(200))] };
};

const orders: Maker = (dice, id) => {
  const rest = dice.pick([
    ...['/start', '/stop', '/restart', '/containers/main/exec', '/containers/main/attach'],
    ...['/containers/%00/logs', '/containers/../logs', '/outboundNetworkDependenciesEndpoints'],
  ]);
  const body = dice.oneIn(2) ? '{"command":["sh"],"terminalSize":{"rows":-1}}' : noGroup(dice);
  const target = groupTarget(id, dice.pick(['none', 'constructor', '__proto__', '..']), rest);
  return { parts: [requestText({ method: dice.pick(['POST', 'GET', 'PUT']), target, body })] };
};

const noise: Maker = (dice) => ({
  parts: [dice.bytes(1 + dice.below(2000))],
  port: dice.pick(['http', 'plain to https'] as const),
});

/** Each as often as it stands here. */
const makers = {
  paths,
  bodies,
  strangers,
  framing,
  pipelines,
  slow,
  controls,
  upgrades,
  orders,
  noise,
};
const kinds = Object.keys(makers).filter((kind): kind is keyof typeof makers => kind in makers);
const usual = [...kinds, 'paths', 'paths', 'bodies', 'bodies', 'bodies', 'strangers'] as const;

/** One of all the ways to be a nuisance; none of them is a right request to run something. */
export function exchange(dice: Dice, subscriptionId: string): Exchange {
  const port = dice.oneIn(10) ? ('https' as const) : ('http' as const);
  if (dice.oneIn(200)) return { kind: 'large', port, pauseMs: 0, ...large(dice, subscriptionId) };
  const kind = dice.pick(usual);
  return { kind, port, pauseMs: 0, ...makers[kind](dice, subscriptionId) };
}
