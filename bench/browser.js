// Put into the page: tells when what a key has asked for is on the screen.
//
// A time runs from the key's own timestamp to the first moment after the frame that shows the result was handed over for painting.
window.bench = (() => {
  let pressed = 0
  let asked = null
  addEventListener('keydown', (event) => {
    if (asked && (asked === '' || event.key === asked)) {
      pressed = event.timeStamp
      asked = null
    }
  }, true)
  const grid = () => document.getElementById('catalogue-grid')
  const rowIsPainted = (index) => {
    const row = grid()?.querySelector(`[data-index="${index}"]`)
    if (!row || row.getAttribute('aria-busy')) return false
    const box = row.getBoundingClientRect()
    const frame = grid().getBoundingClientRect()
    return box.height > 0 && box.bottom > frame.top && box.top < frame.bottom
  }
  const settled = () => grid()?.getAttribute('aria-busy') === 'false'
  const total = () => Number(grid()?.getAttribute('aria-rowcount') ?? 0) - 1
  const conditions = {
    everything: (count) => settled() && total() === count && rowIsPainted(0),
    row: (index) => rowIsPainted(index),
    query: (text) => document.querySelector('[role=search] input')?.value === text && settled() && rowIsPainted(0),
  }
  return {
    ready: () => settled() && total() > 0,
    arm: (key) => {
      pressed = 0
      asked = key
    },
    // Milliseconds from the armed key to the painted result.
    painted: (condition, value) => new Promise((resolve, reject) => {
      const began = performance.now()
      const look = () => {
        if (pressed > 0 && conditions[condition](value)) {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve(performance.now() - pressed)
          channel.port2.postMessage(null)
        } else if (performance.now() - began > 10_000) reject(new Error(`${condition} ${value} was not painted within 10 s`))
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }),
    // Scrolls `step` pixels a frame; gives the time between frames in ms and how many frames showed rows not loaded yet.
    scroll: (step, frames, element = grid()) => new Promise((resolve) => {
      const times = []
      let empty = 0
      let last = 0
      let left = frames
      let direction = 1
      const turn = (now) => {
        if (last > 0) times.push(now - last)
        last = now
        if (element.scrollTop + element.clientHeight >= element.scrollHeight - 1) direction = -1
        else if (element.scrollTop <= 0) direction = 1
        element.scrollTop += step * direction
        if (element.querySelector('[data-index][aria-busy]')) empty++
        if (left-- > 0) requestAnimationFrame(turn)
        else resolve({ times, empty, height: element.scrollHeight })
      }
      requestAnimationFrame(turn)
    }),
    // Frames of a page that does nothing: what this machine's browser can do.
    idle: (frames) => new Promise((resolve) => {
      const times = []
      let last = 0
      const turn = (now) => {
        if (last > 0) times.push(now - last)
        last = now
        if (times.length < frames) requestAnimationFrame(turn)
        else resolve(times)
      }
      requestAnimationFrame(turn)
    }),
  }
})()
