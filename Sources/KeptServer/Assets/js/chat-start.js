// Begins a chat, or goes on with the one that this browser began.
import { memory } from "./memory.js"
import { OURS, send } from "./sending.js"

export function attachStart(root) {
  const form = root.querySelector("form")
  const note = root.querySelector("[data-talk-note]")
  const known = memory(`kept-chat-${root.dataset.chatStart}`)
  const draft = memory(`kept-chat-draft-${root.dataset.chatStart}`)
  const open = (path) => location.replace(`${path}?panel=1`)

  if (new URLSearchParams(location.search).has("fresh")) known.remove()
  const path = known.get()
  if (path) {
    fetch(path, { method: "HEAD", headers: OURS })
      .then((answer) => (answer.ok ? open(path) : known.remove()))
      .catch(() => {})
  }
  form.elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? ""
  form.elements.body.value ||= draft.get() ?? ""
  form.elements.body.addEventListener("input", () => draft.set(form.elements.body.value))

  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    const button = form.querySelector("button")
    button.disabled = true
    const { done, refused } = await send(form.action, new FormData(form))
    button.disabled = false
    if (!done) {
      note.textContent = refused || root.dataset.failed
      return
    }
    known.set(done.path)
    draft.remove()
    open(done.path)
  })
}
