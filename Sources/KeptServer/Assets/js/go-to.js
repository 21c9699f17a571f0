// Ctrl-K: the places of the navigation by name, and a search for whatever was typed.
const places = () => [...document.querySelectorAll("[data-go]")].map((link) => ({
  label: link.firstChild.textContent.trim(), href: link.href,
}))

export function attachGoTo(dialog) {
  const input = dialog.querySelector("[data-go-to-input]")
  const list = dialog.querySelector("[data-go-to-choices]")
  let chosen = 0

  function choices() {
    const text = input.value.trim()
    const found = places().filter((place) => place.label.toLowerCase().includes(text.toLowerCase()))
    if (text) {
      const label = input.dataset.searchLabel.replace("%s", text)
      found.push({ label, href: `${dialog.dataset.goTo}?q=${encodeURIComponent(text)}` })
    }
    return found
  }

  function show() {
    const found = choices()
    chosen = Math.min(Math.max(chosen, 0), found.length - 1)
    list.replaceChildren(...found.map((place, index) => {
      const link = Object.assign(document.createElement("a"), { href: place.href, textContent: place.label })
      link.classList.toggle("is-current", index === chosen)
      const item = document.createElement("li")
      item.append(link)
      return item
    }))
  }

  input.addEventListener("input", () => { chosen = 0; show() })
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      chosen += event.key === "ArrowDown" ? 1 : -1
      show()
    } else if (event.key === "Enter") {
      event.preventDefault()
      const place = choices()[chosen]
      if (place) location.href = place.href
    }
  })
  new MutationObserver(() => { if (dialog.open) { input.value = ""; chosen = 0; show(); input.focus() } })
    .observe(dialog, { attributes: true, attributeFilter: ["open"] })
}
