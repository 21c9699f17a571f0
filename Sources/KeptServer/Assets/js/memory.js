// What a page remembers in the browser. Where that is refused, as in frames on other sites, it is remembered for as long
// as the page stands open.
const here = new Map()

function tried(work, otherwise) {
  try { return work() } catch { return otherwise() }
}

export function memory(name) {
  return {
    get: () => tried(() => localStorage.getItem(name), () => here.get(name) ?? null),
    set: (text) => tried(() => localStorage.setItem(name, text), () => { here.set(name, text) }),
    remove: () => tried(() => localStorage.removeItem(name), () => { here.delete(name) }),
  }
}
