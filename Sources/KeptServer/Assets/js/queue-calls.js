// Tells of a call: by the window's title always; by sound and shaking on a phone, and by voice on a board, only where somebody
// switched that on. A page that opens while somebody is called says nothing of calls that came before.
export function attachCalls(root) {
  const current = () => new Set([...root.querySelectorAll("[data-call]")].map((one) => one.dataset.call))
  let known = current()
  let audio
  const wake = () => { audio ??= new AudioContext(); audio.resume() }
  const sound = attachSwitch(root.querySelector("[data-queue-sound]"), "kept-queue-sound", wake)
  const voice = "speechSynthesis" in window ? attachSwitch(root.querySelector("[data-board-speak]"), "kept-board-voice") : null

  function ring() {
    navigator.vibrate?.([300, 150, 300, 150, 600])
    if (audio?.state !== "running") return
    for (const [place, pitch] of [660, 880, 660].entries()) {
      const [tone, loudness] = [audio.createOscillator(), audio.createGain()]
      const start = audio.currentTime + place * 0.28
      tone.frequency.value = pitch
      loudness.gain.setValueAtTime(0.0001, start)
      loudness.gain.exponentialRampToValueAtTime(0.3, start + 0.03)
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.25)
      tone.connect(loudness).connect(audio.destination)
      tone.start(start)
      tone.stop(start + 0.26)
    }
  }

  function say(call) {
    for (const sentence of call.querySelectorAll(".board-said > [lang]")) {
      const spoken = new SpeechSynthesisUtterance(sentence.textContent)
      spoken.lang = sentence.lang === "zh-Hans" ? "zh-CN" : sentence.lang
      speechSynthesis.speak(spoken)
    }
  }

  return () => {
    const fresh = [...root.querySelectorAll("[data-call]")].filter((one) => !known.has(one.dataset.call))
    known = current()
    for (const call of fresh.reverse()) {
      if (voice?.isOn()) say(call)
      if (sound?.isOn()) ring()
    }
  }
}

// A browser lets a page make a sound only after a tap; what was allowed before holds for the next visit too.
function attachSwitch(place, name, wake = () => {}) {
  if (!place) return null
  const button = place.querySelector("button")
  const read = () => { try { return localStorage.getItem(name) === "1" } catch { return false } }
  let isOn = read()
  const show = () => {
    button.setAttribute("aria-pressed", String(isOn))
    button.textContent = isOn ? button.dataset.on : button.dataset.off
  }
  button.addEventListener("click", () => {
    isOn = !isOn
    try { localStorage.setItem(name, isOn ? "1" : "0") } catch { /* A private window forgets it. */ }
    if (isOn) wake()
    show()
  })
  addEventListener("pointerdown", () => { if (isOn) wake() }, { once: true })
  place.hidden = false
  show()
  return { isOn: () => isOn }
}
