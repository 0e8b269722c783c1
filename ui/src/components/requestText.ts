import type { RequestPreview } from '../ipc/bindings';

/** A request as one reads it: the line, the headers, the body. */
export function requestText(request: RequestPreview): string {
  const headers = request.headers.map(({ name, value }) => `${name}: ${value}`).join('\n');
  return [`${request.method} ${request.url}`, headers, '', pretty(request.body)].join('\n').trimEnd();
}

/** JSON with line breaks; anything else as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
