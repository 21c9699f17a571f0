// Live lists: the server says that something changed; a line offers it, and nothing moves before the reader asks.
//
// A part with data-live-topics="order promise" counts the events of these kinds. Its line stands in a template beside it.
export function attachLive(body) {
  const parts = [...document.querySelectorAll("[data-live-topics]")]
  if (parts.length === 0) return
  const source = new EventSource(body.dataset.live)
  const waiting = new Map()

  function offer(part, count) {
    let line = part.querySelector(":scope > .fresh")
    if (!line) {
      line = Object.assign(document.createElement("button"), { type: "button", className: "fresh main" })
      line.setAttribute("aria-live", "polite")
      line.addEventListener("click", () => refresh(part))
      part.prepend(line)
    }
    const text = count === 1 ? part.dataset.freshOne : part.dataset.freshOther
    line.textContent = text.replace("%s", count)
  }

  async function refresh(part) {
    const answer = await fetch(location.href, { headers: { "X-Part": part.id } })
    if (!answer.ok) return location.reload()
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(part.id)
    if (!fresh) return location.reload()
    waiting.set(part, 0)
    part.replaceChildren(...fresh.childNodes)
  }

  source.addEventListener("journal", (event) => {
    const kind = JSON.parse(event.data).kind ?? ""
    for (const part of parts) {
      const topics = part.dataset.liveTopics.split(" ")
      if (!topics.some((topic) => kind.startsWith(topic + "."))) continue
      waiting.set(part, (waiting.get(part) ?? 0) + 1)
      if (part.hasAttribute("data-live-at-once")) refresh(part)
      else offer(part, waiting.get(part))
    }
  })
  addEventListener("pagehide", () => source.close())
}
