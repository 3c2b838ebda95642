/** What the runner itself needs of the world besides its connectors. */
export interface Outside {
  fetch(request: Request): Promise<Response>;
  /** A bearer token of the runner's identity for an audience such as https://management.azure.com/. */
  token(audience: string): Promise<string>;
  /** At least 0 and below 1. */
  random(): number;
  newGuid(): string;
}
