/** What Key Vault answers to a request that it does not do: https://learn.microsoft.com/azure/key-vault/general/rest-error-codes */
export class VaultError extends Error {
  readonly status: number;
  readonly code: string;
  readonly innerCode: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly innerCode?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.innerCode = more.innerCode;
    this.headers = more.headers ?? {};
  }
}

export function errorBody({ code, message, innerCode }: VaultError): object {
  const innererror = innerCode === undefined ? {} : { innererror: { code: innerCode } };
  return { error: { code, message, ...innererror } };
}

export const badParameter = (message: string): VaultError =>
  new VaultError(400, 'BadParameter', message);

export const notFound = (name: string): VaultError =>
  new VaultError(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );

export const disabled = (): VaultError =>
  new VaultError(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', {
    innerCode: 'SecretDisabled',
  });

export const deletedButRecoverable = (name: string): VaultError =>
  new VaultError(
    409,
    'Conflict',
    `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
    { innerCode: 'ObjectIsDeletedButRecoverable' },
  );

/** What is still to come is not read. */
export const tooLarge = (): VaultError =>
  new VaultError(413, 'RequestEntityTooLarge', 'The body is too large.', {
    headers: { connection: 'close' },
  });

export const notEmulated = (what: string): VaultError =>
  new VaultError(501, 'NotImplemented', `${what} is not emulated; see local/key-vault/README.md.`);
