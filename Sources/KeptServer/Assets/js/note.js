// A note of phone or counter by keys alone: who is found while one types, arrow keys choose, Enter goes on and saves.
const PAUSE = 120 // Milliseconds without a key before people are looked for.

export function attachNote(form) {
  const who = form.querySelector("[data-note-who]")
  const list = form.querySelector("[data-note-found]")
  let chosen = form.elements.chosen
  const said = form.elements.said
  let timer
  let asked = ""
  let current = -1

  // Who was named by the way here: a choice of one, which what is typed takes the place of.
  if (chosen.type === "radio") {
    const named = Object.assign(document.createElement("input"), { type: "hidden", name: "chosen", value: chosen.value })
    chosen.closest("fieldset").replaceWith(named)
    chosen = named
    asked = who.value.trim()
  }

  const options = () => [...list.querySelectorAll("[role=option]")]

  function mark(index) {
    const all = options()
    current = Math.min(Math.max(index, -1), all.length - 1)
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === current)))
    if (current < 0) who.removeAttribute("aria-activedescendant")
    else {
      who.setAttribute("aria-activedescendant", all[current].id)
      all[current].scrollIntoView({ block: "nearest" })
    }
  }

  function close() {
    list.hidden = true
    who.setAttribute("aria-expanded", "false")
    mark(-1)
  }

  function choose(option) {
    chosen.value = option.dataset.value
    who.value = option.textContent.trim()
    asked = who.value
    close()
    said.focus()
  }

  async function find() {
    const text = who.value.trim()
    if (text === asked) return
    asked = text
    chosen.value = ""
    if (!text) return close()
    const answer = await fetch(`${who.dataset.noteWho}?q=${encodeURIComponent(text)}`).catch(() => null)
    if (!answer?.ok || who.value.trim() !== text) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    list.replaceChildren(...page.querySelectorAll("[role=option]"))
    list.hidden = options().length === 0
    who.setAttribute("aria-expanded", String(!list.hidden))
    mark(options().length ? 0 : -1)
  }

  who.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(find, PAUSE) })
  who.addEventListener("keydown", async (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      mark(current + (event.key === "ArrowDown" ? 1 : -1))
    } else if (event.key === "Escape") close()
    else if (event.key === "Enter") {
      event.preventDefault()
      clearTimeout(timer)
      if (!chosen.value) await find()
      const option = options()[Math.max(current, 0)]
      if (chosen.value) said.focus()
      else if (option && !list.hidden) choose(option)
      else (form.elements.name.value ||= who.value, said.focus())
    }
  })
  list.addEventListener("pointerdown", (event) => {
    const option = event.target.closest("[role=option]")
    if (option) { event.preventDefault(); choose(option) }
  })
  said.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
}
