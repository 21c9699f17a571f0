// Keeps a page of a queue true. The server sends each part that changed; where its line does not come through, the page is
// read anew instead. Without a network what is shown stays, with its age; once the phone wakes or the network is back, the page
// looks anew at once.
const PATIENCE = 8000 // Milliseconds without a first word after which the page asks instead.
const PULSE = 45000 // Milliseconds of silence after which a line is taken for dead; the server speaks every 20 s.
const EVERY = 15000 // Milliseconds between questions where there is no line.
const AGAIN = 3000 // Milliseconds until a refused line is tried again.

export function followQueue(root, calls) {
  const stale = root.querySelector("[data-queue-stale]")
  let source
  let heard = performance.now()
  let shownAt = new Date()
  let asking = 0
  let patience = 0
  let again = 0

  function alive() {
    heard = performance.now()
    shownAt = new Date()
    stale.hidden = true
  }

  // Whoever is typing in a part keeps it until they are done; it comes with the next change.
  function put(id, html) {
    const part = document.getElementById(id)
    if (!part || part.innerHTML === html) return
    const inside = part.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")
    if (inside || part.querySelector("details[open]")) return
    part.innerHTML = html
  }

  function show(parts) {
    for (const [id, html] of Object.entries(parts)) put(id, html)
    const now = root.querySelector("[data-window]")
    if (now) document.title = now.dataset.window
    calls()
  }

  async function ask() {
    const answer = await fetch(location.href).catch(() => null)
    if (!answer?.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const parts = {}
    for (const part of root.querySelectorAll(":scope > [id]")) {
      const fresh = page.getElementById(part.id)
      if (fresh) parts[part.id] = fresh.innerHTML
    }
    alive()
    show(parts)
  }

  function askInstead() {
    if (!asking) asking = setInterval(ask, EVERY)
    ask()
  }

  function listen() {
    clearTimeout(patience)
    clearTimeout(again)
    source?.close()
    source = new EventSource(root.dataset.queueLive)
    patience = setTimeout(askInstead, PATIENCE)
    const speaks = (take) => (event) => {
      clearTimeout(patience)
      clearInterval(asking)
      asking = 0
      alive()
      take(event)
    }
    source.addEventListener("parts", speaks((event) => show(JSON.parse(event.data).parts)))
    source.addEventListener("beat", speaks(() => {}))
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) again = setTimeout(listen, AGAIN)
    })
  }

  // What is shown may be old after a sleep: a new line begins with what stands.
  function look() {
    if (document.visibilityState === "hidden") return
    if (!asking) listen()
    ask()
  }

  function age() {
    const silent = performance.now() - heard
    const isAway = !navigator.onLine || (silent > PULSE && !asking) || silent > PULSE + EVERY
    if (isAway) {
      const minutes = Math.floor((Date.now() - shownAt) / 60000)
      const length = (minutes === 1 ? root.dataset.minute : root.dataset.minutes).replace("{count}", minutes)
      const said = root.dataset.stale
        .replace("{time}", shownAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false }))
        .replace("{age}", length)
      if (stale.textContent !== said) stale.textContent = said
    }
    stale.hidden = !isAway
    if (navigator.onLine && silent > PULSE && !asking) listen()
  }

  document.addEventListener("visibilitychange", look)
  addEventListener("online", look)
  addEventListener("offline", age)
  addEventListener("pageshow", (event) => { if (event.persisted) look() })
  addEventListener("pagehide", () => source.close())
  setInterval(age, 1000)
  listen()
}
