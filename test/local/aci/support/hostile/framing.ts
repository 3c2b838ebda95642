import { goodGroup } from './bodies.ts';
import { requestText } from './request-text.ts';
import { groupTarget } from './targets.ts';

/** Requests whose bytes do not agree with themselves: they could be taken for others, or never end. */
export function framingTricks(subscriptionId: string): readonly string[] {
  const target = groupTarget(subscriptionId, 'framing');
  const body = goodGroup();
  const put = (...headers: (readonly [string, string])[]): string =>
    requestText({ method: 'PUT', target, headers, body });
  const get = (headers: string): string => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
  const hidden = requestText({ method: 'PUT', target, headers: [['Host', 'evil.example']], body });
  return [
    put(['Content-Length', '5']),
    put(['Content-Length', '-1']),
    put(['Content-Length', '1e3']),
    put(['Content-Length', '99999999999999999999']),
    put(['Content-Length', String(body.length)], ['Content-Length', '7']),
    put(['Content-Length', String(body.length + 1000)]),
    put(['Transfer-Encoding', 'chunked']),
    put(['Transfer-Encoding', 'chunked'], ['Content-Length', String(body.length)]),
    put(['Transfer-Encoding', 'xchunked']),
    put(['Transfer-Encoding', 'gzip, chunked']),
    put(['Content-Encoding', 'gzip']),
    put(['Content-Type', 'multipart/form-data']),
    put(['Expect', '100-continue'], ['Content-Length', '5']),
    put(['Expect', 'the-unexpected']),
    `${requestText({ method: 'PUT', target, headers: [['Transfer-Encoding', 'chunked']] })}fffffffff\r\nx`,
    `${requestText({ method: 'PUT', target, headers: [['Transfer-Encoding', 'chunked']] })}-5\r\nhello\r\n0\r\n\r\n`,
    `${requestText({ method: 'PUT', target, headers: [['Transfer-Encoding', 'chunked']] })}5;${'e'.repeat(20_000)}\r\nhello\r\n`,
    `${requestText({ method: 'PUT', target, headers: [['Transfer-Encoding', 'chunked']] })}5\r\nhelloworld\r\n0\r\n\r\n`,
    `${requestText({ method: 'GET', target, headers: [['Content-Length', String(hidden.length)]] })}${hidden}`,
    get('Host: localhost\r\nHost: evil.example\r\n'),
    get('Host: evil.example\r\nHost: localhost\r\n'),
    get(''),
    get('Host:\r\n'),
    get('Host: localhost\r\n X: folded\r\n'),
    get('Host: localhost\r\nno colon here\r\n'),
    get('Host: localhost\r\nX: a\0b\r\n'),
    get('Host: localhost\r\nX y: z\r\n'),
    get('Host : localhost\r\n'),
    get(`Host: localhost\r\nX: ${'h'.repeat(20_000)}\r\n`),
    get(`Host: localhost\r\n${'X: y\r\n'.repeat(2500)}`),
    get(`Host: localhost\r\n${'Authorization: Bearer x\r\n'.repeat(20)}`),
    get(`Host: localhost\r\nx-ms-client-request-id: \x80\xff\x01\r\n`),
    get(`Host: localhost\r\nAuthorization: Bearer ${'.'.repeat(8000)}\r\n`),
    get('Host: localhost\r\nConnection: close, keep-alive, Host\r\n'),
    get(`Host: ${'a'.repeat(5000)}\r\n`),
    get('Host: localhost:99999\r\n'),
    get('Host: [::1\r\n'),
    `GET ${'/'.repeat(15_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `GET ${target} HTTP/0.9\r\n\r\n`,
    `GET ${target} HTTP/9.9\r\nHost: localhost\r\n\r\n`,
    `GET ${target}\r\n\r\n`,
    `GET ${target} HTTP/1.1\nHost: localhost\n\n`,
    `GET  ${target}  HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `GET \t HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `GET * HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n`,
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    '\r\n'.repeat(500),
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ];
}
