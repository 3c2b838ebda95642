export interface ErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

interface AzureErrorOptions extends ErrorDetail {
  readonly status: number;
  readonly details?: readonly ErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of ARM that is not a success; the catalogue of them is `errors.ts`. */
export class AzureError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  private readonly detail: Omit<AzureErrorOptions, 'status' | 'headers'>;

  constructor({ status, headers, ...detail }: AzureErrorOptions) {
    super(detail.message);
    this.status = status;
    this.code = detail.code;
    this.headers = headers ?? {};
    this.detail = detail;
  }

  /** The body as ARM sends it: https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#handling-errors */
  toBody(): { readonly error: Omit<AzureErrorOptions, 'status' | 'headers'> } {
    return { error: this.detail };
  }
}
