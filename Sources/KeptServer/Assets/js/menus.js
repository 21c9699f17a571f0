// Closes menus on Escape and on a click elsewhere, opens dialogs by name, and sends filters when they change.
export function attachMenus(page) {
  page.addEventListener("click", (event) => {
    for (const menu of page.querySelectorAll("[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false
    }
    const opener = event.target.closest("[data-open]")
    if (opener) page.getElementById(opener.dataset.open)?.showModal()
  })
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    for (const menu of page.querySelectorAll("[data-menu][open]")) {
      menu.open = false
      menu.querySelector("summary")?.focus()
    }
  })
  page.addEventListener("change", (event) => {
    const form = event.target.closest("[data-submit-on-change]")
    if (form && event.target.matches("select, input[type=date]")) form.requestSubmit()
  })
  page.querySelector("[data-focus]")?.focus()
  // On a phone the navigation is wider than its place: begin at the present page.
  const here = page.querySelector(".side [aria-current]")
  const side = here?.closest(".side")
  if (side) side.scrollLeft += here.getBoundingClientRect().left - (side.clientWidth - here.clientWidth) / 2
}
