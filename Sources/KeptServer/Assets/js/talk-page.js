// The page of a conversation and the start of a chat. Both work without this, as plain forms.
import { attachStart } from "./chat-start.js"
import { attachTalk } from "./talk.js"

document.querySelectorAll("[data-chat-start]").forEach(attachStart)
document.querySelectorAll("[data-talk]").forEach(attachTalk)

// In a frame the site around it closes and opens it.
if (parent !== window) {
  addEventListener("keydown", (event) => { if (event.key === "Escape") parent.postMessage({ kept: "close" }, "*") })
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.kept === "open") document.querySelector("textarea")?.focus()
  })
}
