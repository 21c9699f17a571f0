// Keeps "in 2 h 5 min" true while the page stands open, in the words that the server put into the page, and moves
// the line of now along the day.
function length(seconds, text) {
  const unit = (name, count) => (count === 1 ? text[`${name}One`] : text[`${name}Other`]).replace("{count}", count)
  const pair = (large, count, small, rest) => rest === 0 ? unit(large, count) : `${unit(large, count)} ${unit(small, rest)}`
  if (seconds < 60) return unit("seconds", seconds)
  if (seconds < 3600) return unit("minutes", Math.floor(seconds / 60))
  if (seconds < 86400) return pair("hours", Math.floor(seconds / 3600), "minutes", Math.floor(seconds / 60) % 60)
  return unit("days", Math.floor(seconds / 86400))
}

export function attachTimes(page) {
  const text = page.getElementById("time-words")?.dataset
  if (!text) return
  // The page's own moment at its loading, so that a wrong clock of the reader's device does no harm.
  const start = Date.parse(text.now)
  const loaded = performance.now()
  const tick = () => {
    const now = start + performance.now() - loaded
    for (const time of page.querySelectorAll("[data-relative]")) {
      const distance = Math.trunc((Date.parse(time.dateTime) - now) / 1000)
      const said = distance === 0 ? text.present : (distance > 0 ? text.ahead : text.ago)
        .replace("{length}", length(Math.abs(distance), text))
      if (time.textContent !== said) time.textContent = said
    }
    for (const line of page.querySelectorAll("[data-now-line]")) {
      const share = (now - Date.parse(line.dataset.from)) / (Date.parse(line.dataset.to) - Date.parse(line.dataset.from))
      const x = Number(line.dataset.left) + Math.min(Math.max(share, 0), 1) * Number(line.dataset.width)
      line.setAttribute("transform", `translate(${x.toFixed(2)} 0)`)
    }
  }
  // On a narrow screen the day is wider than its place: begin at now.
  for (const line of page.querySelectorAll("[data-now-line]")) {
    const place = line.closest("[tabindex]")
    const distance = line.getBoundingClientRect().left - place.getBoundingClientRect().left
    place.scrollLeft = distance - place.clientWidth / 3
  }
  setInterval(tick, 1000)
}
