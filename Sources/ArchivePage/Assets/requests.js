// What is asked of the server, and its answers: whole, by lines or by events.

/** An answer that is a refusal, with the server's own words. */
export class Refusal extends Error {
  constructor(status, { code, message, parameter } = {}) {
    super(message ?? `The server answered with status ${status}.`);
    this.status = status;
    this.code = code;
    this.parameter = parameter;
  }
}

async function answer(address, options) {
  const response = await fetch(address, { credentials: "same-origin", ...options });
  if (response.ok) return response;
  if (response.status === 401) {
    location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  let body = {};
  try {
    body = (await response.json()).error ?? {};
  } catch {
    // A refusal without words is told by its status.
  }
  throw new Refusal(response.status, body);
}

/** The text of an answer. */
export async function text(address, signal) {
  return (await answer(address, { signal })).text();
}

/** The value of an answer in JSON. */
export async function value(address, signal) {
  return (await answer(address, { signal })).json();
}

/** Asks for something to be begun. */
export async function begin(address, signal) {
  await answer(address, { signal, method: "POST" });
}

/** The lines of an answer, as they come. */
export async function* lines(address, signal) {
  const response = await answer(address, { signal });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  try {
    for (;;) {
      const { value: part, done } = await reader.read();
      if (done) break;
      pending += part;
      const complete = pending.split("\n");
      pending = complete.pop();
      for (const line of complete) yield line.endsWith("\r") ? line.slice(0, -1) : line;
    }
    if (pending !== "") yield pending;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** The server-sent events of an answer, as `{name, data}`, until it ends. */
export async function* events(address, signal) {
  let name = "message";
  let data = [];
  for await (const line of lines(address, signal)) {
    if (line === "") {
      if (data.length > 0) yield { name, data: JSON.parse(data.join("\n")) };
      name = "message";
      data = [];
      continue;
    }
    const match = /^(event|data): ?(.*)$/s.exec(line);
    if (match?.[1] === "event") name = match[2];
    if (match?.[1] === "data") data.push(match[2]);
  }
}

/** What went wrong, for people. */
export function words(error) {
  if (error instanceof Refusal) {
    if (error.status === 401) return "You are not logged in any more.";
    return error.message;
  }
  if (error instanceof TypeError) {
    return "The server did not answer, or stopped: see whether topo-archive serve still runs, then"
      + " load the page again.";
  }
  if (error instanceof SyntaxError) {
    return "The answer broke off, or is not one for this page: try again.";
  }
  return String(error.message ?? error);
}

/** Whether it is only that nobody waits for the answer any more. */
export function isLeft(error) {
  return error?.name === "AbortError";
}
