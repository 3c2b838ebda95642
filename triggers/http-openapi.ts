import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { openApiDocument } from './openapi/document.ts';
import { originOf } from './status-reply.ts';

/** `GET /api/openapi.json`: what this API is, for programs. */
export function getOpenApi(request: HttpRequest): HttpResponseInit {
  return { jsonBody: openApiDocument(originOf(request)) };
}
