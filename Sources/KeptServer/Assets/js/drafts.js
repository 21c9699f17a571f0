// Keeps what one writes: on the server while one types, and in the browser until the server has it. The page has a button
// for the same without scripts.
const PAUSE = 1500 // Milliseconds without a key before it is kept.

const plain = (text) => text.replace(/\s+/g, " ").trim()

export function attachDrafts(area) {
  // Colleagues share the machine at a counter; each finds their own.
  const key = `kept-draft:${area.dataset.reader}:${area.dataset.draft}`
  const form = area.form
  let timer

  // A copy is { text, base, sent }: base is what the server had when it was begun, sent that it went off as an answer.
  const copy = () => JSON.parse(localStorage.getItem(key) ?? "null")
  const store = (sent) =>
    localStorage.setItem(key, JSON.stringify({ text: area.value, base: area.dataset.kept ?? "", sent }))

  function restore() {
    const known = copy()
    if (!known) return
    const [ours, theirs] = [plain(known.text), plain(area.value)]
    const said = [...document.querySelectorAll(".message-out > .note-text")].some((one) => plain(one.textContent) === ours)
    if ((known.sent && said) || theirs.includes(ours)) return localStorage.removeItem(key)
    // What was written elsewhere since then stands below it: neither is lost.
    const isNews = theirs && !ours.includes(theirs) && known.base !== (area.dataset.kept ?? "")
    area.value = isNews ? `${known.text}\n\n${area.value}` : known.text
    keep()
  }

  async function keep() {
    const text = area.value
    store(false)
    let answer
    try {
      answer = await fetch(area.dataset.draft, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ form_token: form.elements.form_token.value, body: text }),
      })
      // Signed out, or refused: the browser keeps it, and the next pause tries again.
      if (!answer.ok) return
      area.dataset.kept = (await answer.json()).saved_at ?? ""
    } catch {
      // The network is away; the browser has it, and the next pause tries again.
      return
    }
    // Kept there: no need to keep it here, unless something was typed or sent meanwhile.
    if (area.value !== text) store(false)
    else if (!copy()?.sent) localStorage.removeItem(key)
  }

  area.addEventListener("input", () => {
    store(false)
    clearTimeout(timer)
    timer = setTimeout(keep, PAUSE)
  })
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  addEventListener("online", () => { if (copy()) keep() })
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    // It may not arrive: the copy goes once the conversation or the server has the text.
    store(true)
  })
  restore()
}
