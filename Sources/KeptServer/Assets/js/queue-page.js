// The pages of queues: a phone's, a room's board, a kiosk. All work without this, read anew now and then.
import { attachCalls } from "./queue-calls.js"
import { followQueue } from "./queue-live.js"

for (const root of document.querySelectorAll("[data-queue-live]")) {
  const calls = attachCalls(root)
  followQueue(root, calls)
}

// A kiosk goes back to its beginning for the next one, also where nobody touches it.
const rest = document.querySelector("[data-kiosk-rest]")
if (rest) {
  setTimeout(() => { location.replace(rest.dataset.home) }, Number(rest.dataset.kioskRest) * 1000)
  const button = rest.querySelector("[data-print]")
  button.hidden = false
  button.addEventListener("click", () => print())
}
