import type { RequestPreview } from '../ipc/bindings';

/** A request as one reads it: the line, the headers, the body. */
export function requestText(request: RequestPreview): string {
  const headers = request.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return [`${request.method} ${request.url}`, headers, '', pretty(request.body)].join('\n').trimEnd();
}

/** JSON with line breaks; anything else, and JSON whose numbers have more digits than can be kept here, as it is. */
function pretty(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}
