// Live pages: the server says that something changed. A line offers what is new in a list, and nothing moves before the
// reader asks; figures and pictures with data-live-at-once follow by themselves.
//
// A part with data-live-topics="order promise" counts the things that events of these kinds are about, each once; with
// data-live-subject="case:17" only what is about that one.
const PAUSE = 1200 // Milliseconds: the server counts its boards once a second.
const AGAIN = 5000 // Milliseconds until a refused line is tried again.

export function attachLive(body) {
  const parts = [...document.querySelectorAll("[data-live-topics]")]
  if (parts.length === 0) return
  let source
  let heard = ""
  const waiting = new Map(parts.map((part) => [part, new Set()]))
  const coming = new Set()

  function offer(part) {
    let line = part.querySelector(":scope > .fresh")
    if (!line) {
      line = Object.assign(document.createElement("button"), { type: "button", className: "fresh main" })
      line.setAttribute("aria-live", "polite")
      line.addEventListener("click", () => refresh(part).catch(() => {}))
      part.prepend(line)
    }
    const count = waiting.get(part).size
    const text = count === 1 ? part.dataset.freshOne : part.dataset.freshOther
    line.textContent = text.replace("%s", count)
  }

  async function refresh(part) {
    const answer = await fetch(location.href)
    // What is shown stays while the server cannot give anything newer.
    if (answer.status >= 500) throw new Error(`${answer.status}`)
    if (!answer.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(part.id)
    if (!fresh) return location.reload()
    waiting.get(part).clear()
    const scrolled = [...part.querySelectorAll("[tabindex]")].map((place) => place.scrollLeft)
    part.replaceChildren(...fresh.childNodes)
    part.querySelectorAll("[tabindex]").forEach((place, index) => { place.scrollLeft = scrolled[index] ?? 0 })
    if (!fresh.hasAttribute("data-live-at-once")) part.removeAttribute("data-live-at-once")
  }

  // Many changes at a time are shown once. Whoever stands in the part with the keyboard is not thrown out of it.
  function follow(part) {
    if (coming.has(part)) return
    coming.add(part)
    setTimeout(async () => {
      coming.delete(part)
      if (part.contains(document.activeElement)) return follow(part)
      // What cannot be reached now comes with the next change.
      await refresh(part).catch(() => {})
    }, PAUSE)
  }

  function hear(event) {
    heard = event.lastEventId
    const { kind = "", subject = "" } = JSON.parse(event.data)
    for (const part of parts) {
      const topics = part.dataset.liveTopics.split(" ")
      if (!topics.some((topic) => kind.startsWith(topic + "."))) continue
      if (part.dataset.liveSubject && part.dataset.liveSubject !== subject) continue
      if (part.hasAttribute("data-live-at-once")) follow(part)
      else {
        waiting.get(part).add(subject)
        offer(part)
      }
    }
  }

  // A browser takes up a broken line again by itself, but gives up where it was refused.
  function listen() {
    source = new EventSource(body.dataset.live + (heard && `?after=${encodeURIComponent(heard)}`))
    source.addEventListener("start", (event) => { heard = event.lastEventId })
    source.addEventListener("journal", hear)
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN)
    })
  }

  listen()
  addEventListener("pagehide", () => source.close())
}
