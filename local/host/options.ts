import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureCertificates } from '../support/certificates.ts';

const usage =
  'node local/host/main.ts --app DIR [--port N] [--data DIR] [--cert FILE --key FILE | --http]';

export interface HostArguments {
  readonly appFolder: string;
  readonly dataFolder: string;
  readonly port: number;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly isHttp: boolean;
}

/** Reads the command line; throws one line that names what is wrong and says how to call it. */
export function parseHostArguments(args: readonly string[]): HostArguments {
  const { values } = parse(args);
  const port = Number(values.port);
  const problems = [
    !values.app && '--app is missing: the folder of the Functions app',
    !(Number.isInteger(port) && port >= 0 && port <= 65_535) && '--port is not a port',
    (values.cert === undefined) !== (values.key === undefined) && '--cert and --key go together',
    values.http && values.cert !== undefined && '--http and --cert exclude each other',
  ].filter((problem) => typeof problem === 'string');
  if (problems.length > 0) throw new Error(`${problems.join('; ')}. Usage: ${usage}`);
  return {
    appFolder: path.resolve(values.app ?? '.'),
    dataFolder: path.resolve(values.data),
    port,
    certFile: values.cert && path.resolve(values.cert),
    keyFile: values.key && path.resolve(values.key),
    isHttp: values.http,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        app: { type: 'string' },
        port: { type: 'string', default: '7071' },
        data: { type: 'string', default: '.local/host' },
        cert: { type: 'string' },
        key: { type: 'string' },
        http: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} Usage: ${usage}`, {
      cause: error,
    });
  }
}

interface Tls {
  readonly cert: string;
  readonly key: string;
  /** The authority to trust, when this host made its own. */
  readonly ca?: string;
}

/** The given certificate, or one of its own kept in the data folder; undefined for plain HTTP. */
export async function loadTls(options: HostArguments): Promise<Tls | undefined> {
  const { isHttp, certFile, keyFile, dataFolder } = options;
  if (isHttp) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    const { cert, key, ca } = await ensureCertificates(path.join(dataFolder, 'certificates'));
    return { cert, key, ca };
  }
  const [cert, key] = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { cert, key };
}
