import { describe, expect, test } from '@jest/globals';
import { redact } from '../../../clients/azure/redact.ts';

const canary = 'ca"na/ry+ü=\n1';
const base64 = Buffer.from(canary).toString('base64');
const body = {
  containers: [
    {
      name: 'main',
      image: 'i',
      resources: { requests: { cpu: 1, memoryInGB: 1 } },
      environmentVariables: [
        { name: 'A', value: 'plain' },
        { name: 'B', secureValue: canary },
        { name: 'C', secureValue: 'https://a.example/out?sp=cw&sig=abc%2Fd' },
      ],
    },
  ],
  imageRegistryCredentials: [{ server: 's', username: 'u', password: 'pass-word' }],
  volumes: [
    {
      name: 'share',
      azureFile: { shareName: 's', storageAccountName: 'a', storageAccountKey: 'k+e/y' },
    },
    { name: 'files', secret: { f: base64 } },
  ],
  osType: 'Linux',
};

describe('what refused a group and repeats what it was sent', () => {
  test.each([
    ['as it is', canary],
    ['in a URL', encodeURIComponent(canary)],
    ['in JSON', JSON.stringify(canary).slice(1, -1)],
    ['in base64', base64],
    ['in base64 without its end', base64.replace(/=+$/, '')],
    ['a registry’s password', 'pass-word'],
    ['a storage key', 'k+e/y'],
    ['a storage key in a URL', 'k%2Be%2Fy'],
    ['a signature as it is', 'abc%2Fd'],
    ['a signature without escapes', 'abc/d'],
    ['a signed URL', 'https://a.example/out?sp=cw&sig=abc%2Fd'],
  ])('holds no secret of it: %s', (_, form) => {
    expect(redact(`The value '${form}' is wrong.`, body)).toBe("The value '***' is wrong.");
  });

  test('nor a signature of any other', () => {
    expect(redact('at https://b.example/x?sig=q1%3D&se=1 and "sig%3Dabc"', undefined)).toBe(
      'at https://b.example/x?sig=***&se=1 and "sig%3D***"',
    );
  });

  test('keeps everything else', () => {
    expect(redact('The value plain of A is wrong.', body)).toBe('The value plain of A is wrong.');
  });
});
