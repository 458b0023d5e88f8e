// How one entry goes out: its papers first, each once, then its command under the key that it has had from the beginning.
export const SENT = "sent", REFUSED = "refused", LATER = "later", AWAY = "away", LOCKED = "locked", FORGED = "forged";
const FIRST = 5000, LONGEST = 15 * 60000;

// What an answer means, from a closed set: done, refused for good, this one later, nobody can be reached, nobody is signed in.
export function judge({ status, body }) {
  if (status >= 200 && status < 300) return body === null ? AWAY : SENT; // a page that a network put in between is no answer
  if (status === 0 || status === 429) return AWAY;
  // What is not told as the interface tells it was told by something in between.
  if (status >= 500 || status === 408 || status === 425 || !body?.type) return LATER;
  if (status === 401) return LOCKED;
  return status === 403 && body.type.endsWith("/forged") ? FORGED : REFUSED;
}

// How long to wait before the next try; `chance` spreads those who lost the same signal.
export const backoff = (tries, chance = Math.random()) => Math.min(FIRST * 2 ** tries, LONGEST) * (0.5 + chance / 2);

// Raises nothing: {verdict, answer, handed}; `handed` are the papers that the server has by now.
export async function sendEntry(entry, { paperOf, post, token, evidence, onhanded = () => {}, onprogress = () => {} }) {
  const handed = [...(entry.handed || [])];
  for (const sha256 of entry.papers) {
    if (handed.includes(sha256)) continue;
    const paper = await paperOf(sha256);
    if (!paper) return { verdict: REFUSED, answer: { status: 0, body: lost(sha256) }, handed };
    const answer = await post(`${evidence}?${new URLSearchParams({ name: paper.name || "" })}`, {
      headers: { "Content-Type": paper.blob.type || "application/octet-stream", "X-Page-Token": token, Accept: "application/json" },
      body: paper.blob,
      onprogress: (sent, total) => onprogress((handed.length + sent / (total || 1)) / (entry.papers.length + 1)),
    });
    const verdict = judge(answer);
    if (verdict !== SENT) return { verdict, answer, handed };
    if (answer.body.sha256 !== sha256) return { verdict: REFUSED, answer: { status: 0, body: lost(sha256) }, handed };
    handed.push(sha256);
    await onhanded([...handed]);
  }
  onprogress(handed.length / (entry.papers.length + 1));
  const headers = { "Content-Type": "application/json", "Idempotency-Key": entry.key, "X-Page-Token": token, Accept: "application/json" };
  const answer = await post(entry.path, { headers, body: JSON.stringify(entry.form) });
  return { verdict: judge(answer), answer, handed };
}

// A paper that is not as it was taken: the photograph is taken again.
const lost = (sha256) => ({ type: "paper-lost", title: "A photograph is not as it was taken", title_zh: "照片已不是拍摄时的内容，请重新拍摄", errors: [], sha256 });
