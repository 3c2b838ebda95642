/** What watches for the events of one trigger while the host runs. */
export interface Listener {
  /** Resolves when it watches; rejects when it can not, saying why. */
  start(): Promise<void>;
  /** Takes on nothing new, and resolves when what it has taken on is over. */
  stop(): Promise<void>;
  /** Runs the function once with this input, as `POST /admin/functions/{name}` asks for. */
  runOnce(input: string): Promise<void>;
}
