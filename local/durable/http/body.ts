import { json, thrown } from './answers.ts';

/** The JSON of a body in its shortest form, null when there is none, or the answer to one that is no JSON. */
export async function jsonBody(request: Request): Promise<string | null | Response> {
  const text = (await request.text()).trim();
  if (text === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return thrown(400, 'Invalid JSON content', detail, 'Newtonsoft.Json.JsonReaderException');
  }
}

/** The answer to a body that does not say that it is JSON, if so. */
export function refuseOtherThanJson(request: Request): Response | undefined {
  const type = request.headers.get('content-type') ?? '';
  return type.toLowerCase().startsWith('application/json')
    ? undefined
    : json(400, { Message: 'Only application/json request content is supported' });
}
