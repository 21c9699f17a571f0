// Keeps what one writes: on the server while one types, and in the browser's storage when the network goes. The page has
// a button for the same without scripts.
const PAUSE = 1500 // Milliseconds without a key before it is kept.

export function attachDrafts(area) {
  const key = `kept-draft:${area.dataset.draft}`
  const form = area.form
  const stored = localStorage.getItem(key)
  if (stored && !area.value) area.value = stored
  let timer

  async function keep() {
    const text = area.value
    localStorage.setItem(key, text)
    try {
      const answer = await fetch(area.dataset.draft, {
        method: "POST",
        body: new URLSearchParams({ form_token: form.elements.form_token.value, body: text }),
        redirect: "manual",
      })
      // Kept there: no need to keep it here, unless something was typed meanwhile.
      if ((answer.ok || answer.type === "opaqueredirect") && area.value === text) localStorage.removeItem(key)
    } catch {
      // The network is away; the browser has it, and the next pause tries again.
    }
  }

  area.addEventListener("input", () => {
    localStorage.setItem(key, area.value)
    clearTimeout(timer)
    timer = setTimeout(keep, PAUSE)
  })
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  addEventListener("online", () => { if (localStorage.getItem(key)) keep() })
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    localStorage.removeItem(key)
  })
}
