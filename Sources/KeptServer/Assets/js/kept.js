// Attaches each module to the elements that ask for it by a data- attribute. Pages work without any of them.
import { attachKeys } from "./keys.js"
import { attachGoTo } from "./go-to.js"
import { attachLive } from "./live.js"
import { attachTimes } from "./times.js"
import { attachMenus } from "./menus.js"
import { attachDrafts } from "./drafts.js"
import { attachNote } from "./note.js"

const modules = { "[data-keys]": attachKeys, "[data-go-to]": attachGoTo, "[data-live]": attachLive, "[data-draft]": attachDrafts,
  "form#note": attachNote }

for (const [selector, attach] of Object.entries(modules)) {
  for (const element of document.querySelectorAll(selector)) attach(element)
}
attachTimes(document)
attachMenus(document)
