import https from 'node:https';

/** The status of a POST that announces a body of this length, and is answered before it sends any of it. */
export function statusOfAnnounced(url: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      { method: 'POST', headers: { 'content-length': String(bytes) } },
      (response) => {
        resolve(response.statusCode);
        request.destroy();
      },
    );
    request.on('error', reject);
    request.flushHeaders();
  });
}
