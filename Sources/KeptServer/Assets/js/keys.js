// Keyboard: / search, j k move, Enter open, e edit, p note of phone or counter, ? help, Ctrl-K go to, g and a letter for the places of the navigation.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]")
const rows = () => [...document.querySelectorAll("[data-row]")]

let current = -1
let isGoing = false

function move(by) {
  const all = rows()
  if (all.length === 0) return
  all[current]?.classList.remove("is-current")
  current = Math.min(Math.max(current + by, 0), all.length - 1)
  const row = all[current]
  row.classList.add("is-current")
  row.scrollIntoView({ block: "nearest" })
  const link = row.querySelector("a[href]")
  link?.focus({ preventScroll: true })
}

// What a page gives a key of its own: a form that opens, or a button that is pressed.
function press(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`
  const target = (rows()[current] ?? document).querySelector(selector) ?? document.querySelector(selector)
  if (!target) return false
  if (target.tagName === "BUTTON") { target.click(); return true }
  target.open = true
  target.scrollIntoView({ block: "nearest" })
  target.querySelector("input:not([type=hidden]), select, textarea")?.focus()
  return true
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  p: () => document.querySelector("[data-go=y]")?.click(),
  "?": () => document.getElementById("keys")?.showModal(),
  Enter: () => { const link = rows()[current]?.dataset.row; if (link) location.href = link },
}

function go(key) {
  const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`)
  if (link) location.href = link.href
}

export function attachKeys(body) {
  body.addEventListener("keydown", (event) => {
    if (event.key === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      document.getElementById("go-to")?.showModal()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return
    if (isGoing) { isGoing = false; go(event.key); return }
    if (event.key === "g") { isGoing = true; setTimeout(() => { isGoing = false }, 1200); return }
    if (event.key === "Enter" && event.target.closest("a, button, summary")) return
    const action = actions[event.key]
    if (action) { event.preventDefault(); action() } else if (press(event.key)) event.preventDefault()
  })
}
