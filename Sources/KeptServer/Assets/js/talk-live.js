// Keeps a conversation's page true: by server-sent events, and by asking again where those do not come through.
import { OURS, send } from "./sending.js"

const PATIENCE = 8000 // Milliseconds without a line after which the page asks instead.
const AGAIN = 5000 // Milliseconds before another try after a failure.

export function followTalk(root) {
  const path = root.dataset.talk
  const thread = root.querySelector("#talk-thread")
  const inFrame = root.hasAttribute("data-panel") && parent !== window
  let isShown = true
  let readUpTo = ""
  let isAsking = false

  const toEnd = () => { thread.parentElement.scrollTop = thread.parentElement.scrollHeight }
  const latest = () => [...thread.querySelectorAll("[data-ours]")].at(-1)?.dataset.id ?? ""

  // Whoever looks at it has read it.
  function seen() {
    const last = latest()
    if (!last || last === readUpTo || !isShown || document.visibilityState !== "visible") return
    readUpTo = last
    send(`${path}/seen`, new URLSearchParams({ upto: last }))
  }

  function tell(count) {
    if (inFrame && !isShown && count > 0) parent.postMessage({ kept: "unread", count }, "*")
  }

  // Only what is new is added, so that readers of the screen hear that alone.
  async function refresh() {
    const answer = await fetch(location.href, { headers: { "X-Kept-Talk": "1" } }).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const known = new Set([...thread.children].map((piece) => piece.dataset.id))
    const fresh = [...page.querySelectorAll("#talk-thread > li")].filter((piece) => !known.has(piece.dataset.id))
    thread.append(...fresh)
    root.querySelector("#talk-state").replaceChildren(...page.querySelector("#talk-state").childNodes)
    // Asked once it is settled; what is tapped just now stays where it is.
    const [rating, now] = [root, page].map((from) => from.querySelector("#talk-rating"))
    if (rating.textContent !== now.textContent) rating.replaceChildren(...now.childNodes)
    if (fresh.length) toEnd()
    tell(fresh.filter((piece) => piece.hasAttribute("data-ours")).length)
    seen()
  }

  async function ask(after) {
    isAsking = true
    try {
      const answer = await fetch(`${path}/changes?after=${encodeURIComponent(after)}`, { headers: OURS })
      if (answer.status === 404) return
      if (!answer.ok) throw new Error(`${answer.status}`)
      const { position, changed } = await answer.json()
      if (changed) await refresh()
      ask(position)
    } catch {
      setTimeout(() => ask(after), AGAIN)
    }
  }

  function listen() {
    const source = new EventSource(`${path}/live`)
    let heard = ""
    const begin = () => { if (!isAsking) { source.close(); ask(heard) } }
    const waiting = setTimeout(begin, PATIENCE)
    source.addEventListener("start", (event) => { heard = event.lastEventId; clearTimeout(waiting); refresh() })
    source.addEventListener("journal", (event) => { heard = event.lastEventId; refresh() })
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) begin() })
    addEventListener("pagehide", () => source.close())
  }

  addEventListener("message", (event) => {
    if (event.source !== parent || !inFrame) return
    if (event.data?.kept === "open") isShown = true
    if (event.data?.kept === "closed") isShown = false
    seen()
  })
  document.addEventListener("visibilitychange", seen)
  toEnd()
  listen()
  return { refresh }
}
