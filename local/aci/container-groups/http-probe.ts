import http from 'node:http';
import https from 'node:https';
import type { Probe } from '../model/probe-spec.ts';
import type { ProbeResult } from './container-backend.ts';

interface HttpProbe {
  readonly address: { readonly hostname: string; readonly port: number };
  readonly httpGet: NonNullable<Probe['httpGet']>;
  readonly timeoutMs: number;
}

/**
 * Asks a container over HTTP whether it is well, as the kubelet does: 200 to 399 is success, and certificates are not
 * looked at. Redirects are not followed. Never throws. https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes
 */
export function probeOverHttp({ address, httpGet, timeoutMs }: HttpProbe): Promise<ProbeResult> {
  const isSecure = httpGet.scheme?.toLowerCase() === 'https';
  const headers = Object.fromEntries(
    (httpGet.httpHeaders ?? []).map(({ name, value }) => [name, value]),
  );
  const path = httpGet.path ?? '/';
  const signal = AbortSignal.timeout(timeoutMs);
  const options = {
    ...address,
    path: path.startsWith('/') ? path : `/${path}`,
    headers: { 'user-agent': 'kube-probe/1.0', accept: '*/*', connection: 'close', ...headers },
    signal,
    agent: false as const,
  };
  return new Promise((resolve) => {
    const fail = (error: unknown): void => {
      const late = `no answer within ${timeoutMs / 1000}s`;
      resolve({ succeeded: false, output: signal.aborted ? late : String(error) });
    };
    const answered = (reply: http.IncomingMessage): void => {
      const { statusCode = 0 } = reply;
      reply.on('error', () => undefined).destroy();
      const succeeded = statusCode >= 200 && statusCode < 400;
      resolve({ succeeded, output: `HTTP probe failed with statuscode: ${statusCode}` });
    };
    try {
      const request = isSecure
        ? https.get({ ...options, rejectUnauthorized: false }, answered)
        : http.get(options, answered);
      request.on('error', fail);
    } catch (error) {
      // A path or header that no request can carry.
      fail(error);
    }
  });
}
