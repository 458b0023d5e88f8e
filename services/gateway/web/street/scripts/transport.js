// One thing handed to the server: {status, body, wait}. Status 0: it was not reached, or it said nothing for too long.
const SILENCE = 60000;

// By XMLHttpRequest, which tells how far an upload is; without one, as in a worker, by fetch.
export const post = globalThis.XMLHttpRequest ? postAndTell : postOnly;

function postAndTell(address, { headers, body, onprogress = () => {} }) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const wait = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    const over = () => {
      clearTimeout(silence);
      done(told(request.status, request.responseText, request.getResponseHeader("Retry-After")));
    };
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      wait();
      onprogress(loaded, total);
    };
    request.onprogress = wait;
    request.onloadend = over;
    wait();
    request.send(body);
  });
}

async function postOnly(address, { headers, body }) {
  // A worker sees no bytes go: the longest that 25 KB in a second may take.
  const most = SILENCE + (body?.size || 0) / 25;
  try {
    const answer = await fetch(address, { method: "POST", headers, body, signal: AbortSignal.timeout?.(most) });
    return told(answer.status, await answer.text(), answer.headers.get("Retry-After"));
  } catch {
    return told(0, "", null);
  }
}

function told(status, text, wait) {
  let body = null;
  try {
    body = JSON.parse(text);
  } catch { /* a proxy's page, or nothing */ }
  return { status, body, wait: Number(wait) * 1000 || 0 };
}
