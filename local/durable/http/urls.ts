export const webhookPath = '/runtime/webhooks/durabletask';
/** For the app itself: https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/LocalHttpListener.cs */
export const rpcPath = '/durabletask';

export interface UrlOptions {
  readonly hubName: string;
  readonly systemKey: string;
  readonly baseUrl: () => string;
}

/** The URLs of one instance, as a start answers them and `createCheckStatusResponse` gives them to clients. */
export function managementUrls(options: UrlOptions, instanceId: string): Record<string, string> {
  const base = `${options.baseUrl()}${webhookPath}/instances/${urlEncoded(instanceId)}`;
  const query = `taskHub=${options.hubName}&connection=Storage&code=${options.systemKey}`;
  return {
    id: instanceId,
    statusQueryGetUri: `${base}?${query}`,
    sendEventPostUri: `${base}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${base}/terminate?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${base}?${query}`,
    restartPostUri: `${base}/restart?${query}`,
    suspendPostUri: `${base}/suspend?reason={text}&${query}`,
    resumePostUri: `${base}/resume?reason={text}&${query}`,
  };
}

/** The JSON text of a durableClient input binding. Its `rpcBaseUrl` is all that the SDK uses for calls. */
export function clientBinding(options: UrlOptions): string {
  const webhook = `${options.baseUrl()}${webhookPath}`;
  const start = `${webhook}/orchestrators/{functionName}[/{instanceId}]`;
  const urls = managementUrls(options, 'INSTANCEID');
  const code = `code=${options.systemKey}`;
  return JSON.stringify({
    taskHubName: options.hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: `${start}?${code}`,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&${code}`,
    },
    managementUrls: {
      ...urls,
      rewindPostUri: urls['suspendPostUri']?.replace('/suspend?', '/rewind?'),
    },
    baseUrl: webhook,
    requiredQueryStringParameters: code,
    rpcBaseUrl: `${options.baseUrl()}${rpcPath}/`,
    httpBaseUrl: null,
    maxGrpcMessageSizeInBytes: null,
    grpcHttpClientTimeout: null,
  });
}

/** As .NET's WebUtility.UrlEncode does. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+');
}
