// A conversation that goes on while its page stands open. What is sent is kept until it is through, and is filed once
// however often it is tried: each message has a name of its own.
import { memory } from "./memory.js"
import { send } from "./sending.js"
import { followTalk } from "./talk-live.js"

const AGAIN = 5000 // Milliseconds until what could not be sent is tried again.
const name = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")

export function attachTalk(root) {
  const path = root.dataset.talk
  const form = root.querySelector("form[action$='/messages']")
  const note = root.querySelector("[data-talk-note]")
  const area = form.elements.body
  const draft = memory(`kept-draft-${path}`)
  const unsent = memory(`kept-unsent-${path}`)
  // Files are not kept beyond the page.
  let queue = JSON.parse(unsent.get() ?? "[]")
  let isSending = false
  const { refresh } = followTalk(root)

  function keep() {
    if (queue.length) unsent.set(JSON.stringify(queue.map(({ sending, body }) => ({ sending, body }))))
    else unsent.remove()
  }

  function body(item) {
    const data = new FormData()
    data.set("form_token", form.elements.form_token.value)
    data.set("sending", item.sending)
    data.set("body", item.body)
    for (const file of item.files ?? []) data.append("files", file)
    return data
  }

  // Nothing that was typed is lost: what is refused stands in the field again.
  function giveBack(item, why) {
    note.textContent = why || root.dataset.failed
    area.value = [item.body, area.value].filter(Boolean).join("\n")
    draft.set(area.value)
  }

  async function flush() {
    if (isSending) return
    isSending = true
    while (queue.length) {
      const { away, refused } = await send(form.action, body(queue[0]))
      if (away) {
        note.textContent = root.dataset.kept
        setTimeout(flush, AGAIN)
        break
      }
      const [item] = queue.splice(0, 1)
      keep()
      if (refused !== undefined) giveBack(item, refused)
      else note.textContent = root.dataset.sent
      await refresh()
    }
    isSending = false
  }

  area.value ||= draft.get() ?? ""
  area.addEventListener("input", () => draft.set(area.value))
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const files = [...form.elements.files.files]
    if (!area.value.trim() && files.length === 0) return
    queue.push({ sending: name(), body: area.value, files })
    keep()
    form.reset()
    area.value = ""
    draft.remove()
    flush()
  })
  addEventListener("online", flush)
  flush()
}
