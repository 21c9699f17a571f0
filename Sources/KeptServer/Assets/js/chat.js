// Puts a chat on a page of another site: a button, and a frame that Kept fills. The words are put in by whoever serves it.
//
//     <script src="https://kept.example/chat.js" data-form="shop" async></script>
//
// Everything said is within the frame: the site cannot read it, and its styles and policy cannot break it.
(function (words) {
  const script = document.currentScript
  const origin = new URL(script.src).origin
  const slug = script.dataset.form
  const asked = (script.dataset.lang || document.documentElement.lang || navigator.language || "en").toLowerCase()
  const tags = Object.keys(words)
  const language = tags.find((tag) => tag.toLowerCase() === asked)
    ?? tags.find((tag) => tag.toLowerCase().split("-")[0] === asked.split("-")[0]) ?? tags[0]
  const text = words[language]

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    button { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; min-height: 48px; padding: 0 20px; border: 0;
      border-radius: 24px; font: 600 16px/1.2 system-ui, "Noto Sans SC", sans-serif; cursor: pointer;
      color: #fff; background: #1f4a70; box-shadow: 0 2px 8px rgb(0 0 0 / .3); }
    button:focus-visible { outline: 3px solid #1f4a70; outline-offset: 3px; }
    iframe { position: fixed; right: 16px; bottom: 76px; z-index: 2147483000; width: 380px; max-width: calc(100vw - 32px);
      height: min(620px, calc(100vh - 96px)); border: 1px solid #8d8677; border-radius: 6px; background: #faf8f3; }
    iframe[hidden] { display: none; }
    @media (max-width: 480px) { iframe { inset: 0 0 64px 0; width: 100%; max-width: none; height: auto; border-radius: 0; border-width: 0 0 1px; min-height: calc(100vh - 64px); }
      button { bottom: 8px; right: 8px; } }
    @media (prefers-color-scheme: dark) { button { color: #10202e; background: #93bfe4; } iframe { background: #161614; }
      button:focus-visible { outline-color: #93bfe4; } }
  `)
  const host = document.createElement("div")
  host.lang = language
  const root = host.attachShadow({ mode: "open" })
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement("button")
  button.type = "button"
  let frame
  let isLoaded = false // Before, there is nobody of ours in the frame to be told anything.
  let unread = 0

  function label() {
    const isOpen = frame !== undefined && !frame.hidden
    const answers = unread === 1 ? text.answersOne : text.answersOther.replace("%s", unread)
    button.textContent = isOpen ? text.close : unread ? answers : text.open
    button.setAttribute("aria-expanded", String(isOpen))
  }

  const tell = (what) => { if (isLoaded) frame.contentWindow?.postMessage({ kept: what }, origin) }

  function show() {
    if (!frame) {
      frame = document.createElement("iframe")
      frame.title = text.panel
      const zone = encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone ?? "")
      frame.src = `${origin}/chat/${encodeURIComponent(slug)}?lang=${language}&zone=${zone}`
      frame.addEventListener("load", () => { isLoaded = true; tell(frame.hidden ? "closed" : "open") })
      root.append(frame)
    }
    frame.hidden = false
    unread = 0
    label()
    frame.focus()
    tell("open")
  }

  function hide() {
    frame.hidden = true
    tell("closed")
    label()
    button.focus()
  }

  button.addEventListener("click", () => (frame && !frame.hidden ? hide() : show()))
  root.addEventListener("keydown", (event) => { if (event.key === "Escape" && frame && !frame.hidden) hide() })
  addEventListener("message", (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow) return
    if (event.data?.kept === "close") hide()
    if (event.data?.kept === "unread") { unread += Number(event.data.count) || 0; label() }
  })
  root.append(button)
  label()
  const begin = () => document.body.append(host)
  if (document.body) begin()
  else addEventListener("DOMContentLoaded", begin)
})
