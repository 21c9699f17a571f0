// Sends a form of ours by script. Its header proves that: no page of another site can send it.
export const OURS = { "X-Kept-Talk": "1", Accept: "application/json" }

// Answers with what came back, or with { away } where there is no network, or { refused } in the reader's language.
export async function send(address, body) {
  let answer
  try {
    answer = await fetch(address, { method: "POST", headers: OURS, body })
  } catch {
    return { away: true }
  }
  // A gateway that has nobody behind it is no answer of ours.
  if ([502, 503, 504].includes(answer.status)) return { away: true }
  const text = await answer.text()
  const json = text && answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : {}
  if (answer.ok) return { done: json }
  const errors = (json.errors ?? []).map((error) => error.detail)
  return { refused: [json.detail, ...errors].filter(Boolean).join(" ") }
}
