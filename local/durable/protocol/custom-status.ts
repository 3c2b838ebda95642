/** https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-custom-orchestration-status */
const limitKb = 16;

/** The JSON of a custom status, null when there is none; throws when it is longer than Azure takes (in UTF-16). */
export function customStatusText(status: unknown): string | null {
  if (status === undefined || status === null) return null;
  const json = JSON.stringify(status);
  const sizeKb = Math.trunc((json.length * 2) / 1024);
  if (sizeKb > limitKb)
    throw new Error(
      `The UTF-16 size of the JSON-serialized payload must not exceed ${limitKb} KB. The current payload size is ${sizeKb} KB.`,
    );
  return json;
}
